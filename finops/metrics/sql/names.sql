-- Names in their order, one after another along an index; the search ends after `looked` names.
WITH RECURSIVE named AS (
    SELECT %(after)s::text AS name, 0 AS place
    UNION ALL
    SELECT CASE WHEN %(projects)s::integer[] IS NULL THEN (
        SELECT min(s.name) FROM metric_series s WHERE s.name > named.name
    ) ELSE (
        SELECT min(of_one.name)
        FROM unnest(%(projects)s::integer[]) AS visible (id)
        CROSS JOIN LATERAL (
            SELECT min(s.name) AS name FROM metric_series s
            WHERE s.project_id = visible.id AND s.name > named.name
        ) of_one
    ) END, place + 1
    FROM named
    WHERE named.name IS NOT NULL AND place < %(looked)s
)
SELECT name
FROM named
WHERE place > 0 AND name IS NOT NULL AND position(lower(%(text)s) in lower(name)) > 0
ORDER BY name
LIMIT %(most)s
