-- Names people look for among the dimensions, of each the closest: what begins with the text, then the shortest.
SELECT dimension, value
FROM (
    SELECT dimension, value,
           row_number() OVER (PARTITION BY dimension ORDER BY place <> 1, length(value), value) AS rank
    FROM (
        SELECT DISTINCT named.dimension, named.value, strpos(lower(named.value), lower(%(text)s)) AS place
        FROM dimension_set d
        CROSS JOIN LATERAL (
            VALUES ('team', d.team), ('journey', d.journey), ('response_model', d.response_model)
        ) AS named (dimension, value)
    ) AS known
    WHERE place > 0
) AS ranked
WHERE rank <= %(most)s
ORDER BY rank
