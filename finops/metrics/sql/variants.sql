-- Kinds and units under one name, from some of its series, the most frequent first.
SELECT kind, is_monotonic, unit
FROM (
    SELECT kind, is_monotonic, unit FROM metric_series
    WHERE name = %(name)s AND (%(projects)s::integer[] IS NULL OR project_id = ANY(%(projects)s))
    LIMIT %(looked)s
) s
GROUP BY kind, is_monotonic, unit
ORDER BY count(*) DESC, kind, is_monotonic, unit
