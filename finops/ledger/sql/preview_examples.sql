SELECT DISTINCT project_id, trace_id FROM (
    SELECT project_id, trace_id FROM charge
    WHERE dimension_set_id = %(set)s AND time >= %(start)s AND time < %(end)s AND counted
    ORDER BY time DESC
    LIMIT %(most)s
) AS newest
