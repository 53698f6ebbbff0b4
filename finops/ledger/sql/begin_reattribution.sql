UPDATE reattribution AS r SET traces = (
    SELECT count(*) FROM trace AS t
    WHERE t.end_time >= r.since AND (r.project_id IS NULL OR t.project_id = r.project_id)
)
WHERE id = %(id)s
