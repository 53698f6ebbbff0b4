-- Traces whose id begins with these digits: in each project a range of the primary key.
SELECT t.project_id, t.trace_id, t.name, t.start_time
FROM accounts_project p
CROSS JOIN LATERAL (
    SELECT * FROM trace
    WHERE trace.project_id = p.id AND trace.trace_id >= %(first)s AND trace.trace_id <= %(last)s
    LIMIT %(most)s
) AS t
ORDER BY t.start_time DESC
LIMIT %(most)s
