-- The newest series of a metric that existed before the end of the range.
SELECT s.project_id, s.series_id, o.service, s.temporality, s.attributes, s.description,
    coalesce(p.name, 'project ' || s.project_id)
FROM metric_series s
LEFT JOIN origin o USING (project_id, origin_id)
LEFT JOIN accounts_project p ON p.id = s.project_id
WHERE s.name = %(name)s AND s.kind = %(kind)s AND s.unit = %(unit)s AND s.is_monotonic = %(is_monotonic)s
    AND (%(projects)s::integer[] IS NULL OR s.project_id = ANY(%(projects)s))
ORDER BY s.first_seen DESC, s.series_id
LIMIT %(most)s
