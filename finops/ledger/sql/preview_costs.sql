SELECT uuid_send(trace_id), span_id, fingerprint, line, cost FROM charge
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
  AND time BETWEEN %(start)s AND %(end)s AND counted
