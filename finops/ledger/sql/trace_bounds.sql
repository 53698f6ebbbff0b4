SELECT min(start_time), max(end_time) FROM trace
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
