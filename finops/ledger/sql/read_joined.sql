-- Charges that lost to another trace by a response id that has become too common since.
SELECT uuid_send(trace_id), uuid_send(winner_trace_id)
FROM charge
WHERE project_id = %(project)s AND response_key = ANY (%(keys)s) AND winner_trace_id <> trace_id
  AND time BETWEEN %(start)s AND %(end)s
