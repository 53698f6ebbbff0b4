-- How many of the newest runs of a journey called a model in each of its steps.
WITH runs AS MATERIALIZED (
    SELECT project_id, trace_id, start_time, end_time
    FROM trace
    WHERE journey = %(journey)s AND start_time >= %(start)s AND start_time < %(end)s
      AND (call_count > 0 OR uncounted_count > 0)
    ORDER BY start_time DESC
    LIMIT %(most)s
)
SELECT NULL, count(*) FROM runs
UNION ALL
SELECT d.step, count(DISTINCT (r.project_id, r.trace_id))
FROM runs AS r
JOIN charge AS c ON c.project_id = r.project_id AND c.trace_id = r.trace_id
                AND c.time >= %(start)s AND c.time BETWEEN r.start_time AND r.end_time
JOIN dimension_set AS d ON d.id = c.dimension_set_id
WHERE d.step = ANY (%(steps)s)
GROUP BY d.step
