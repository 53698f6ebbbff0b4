-- What stored attributes say of a custom dimension, the most frequent first. Only text and numbers can.
WITH stated AS (
    SELECT (
        SELECT left(attributes ->> key, 256)
        FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS given (key, place)
        WHERE jsonb_typeof(attributes -> key) IN ('string', 'number')
        ORDER BY place LIMIT 1
    ) AS value
    FROM span
    WHERE start_time >= %(from)s AND start_time < %(until)s AND attributes ?| %(keys)s::text[]
    UNION ALL
    SELECT left(attributes #>> ARRAY[part, key], 256)
    FROM origin
    CROSS JOIN unnest(ARRAY['scope', 'resource']) AS part
    CROSS JOIN unnest(%(keys)s::text[]) AS key
    WHERE jsonb_typeof(attributes #> ARRAY[part, key]) IN ('string', 'number')
)
SELECT value FROM stated WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT %(most)s
