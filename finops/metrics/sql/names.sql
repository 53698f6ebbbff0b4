-- Names in their order, one after another along the index; the search ends after `looked` names.
WITH RECURSIVE named AS (
    SELECT (SELECT min(name) FROM metric_series WHERE name > %(after)s) AS name, 1 AS place
    UNION ALL
    SELECT (SELECT min(s.name) FROM metric_series s WHERE s.name > named.name), place + 1
    FROM named
    WHERE named.name IS NOT NULL AND place < %(looked)s
)
SELECT name
FROM named
WHERE name IS NOT NULL AND position(lower(%(text)s) in lower(name)) > 0
ORDER BY name
LIMIT %(most)s
