SELECT id, since, project_id, traces IS NOT NULL, after_project, after_trace
FROM reattribution
WHERE done_at IS NULL
ORDER BY id
LIMIT 1
FOR UPDATE SKIP LOCKED
