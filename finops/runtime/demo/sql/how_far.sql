SELECT
    count(*) FILTER (WHERE settled_at IS NULL),
    coalesce(sum(stored_count), 0),
    coalesce(sum(stored_count) FILTER (WHERE settled_at IS NOT NULL), 0)
FROM batch
WHERE project_id = %s
