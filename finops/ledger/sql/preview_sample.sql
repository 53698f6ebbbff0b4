-- Some traces of a time with calls, and whether all of them were looked through. A large table is looked
-- through in part: 20,000 rows of random pages.
WITH size AS (
    SELECT greatest(reltuples, 1) AS traces FROM pg_class WHERE oid = 'trace'::regclass
)
SELECT project_id, trace_id,
       (date_part('epoch', start_time) * 1000000)::bigint, (date_part('epoch', end_time) * 1000000)::bigint,
       (SELECT traces <= 20000 FROM size)
FROM trace TABLESAMPLE SYSTEM (least(100, 100 * 20000 / (SELECT traces FROM size))) REPEATABLE (1)
WHERE start_time >= %(start)s AND start_time < %(end)s AND call_count > 0
ORDER BY trace_id
LIMIT %(most)s
