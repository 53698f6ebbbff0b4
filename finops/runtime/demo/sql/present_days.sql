-- Days are told by the trace that is sent last; charges stay when spans are dropped by retention.
SELECT DISTINCT trace_id FROM charge WHERE project_id = %s AND trace_id = ANY (%s::uuid[])
