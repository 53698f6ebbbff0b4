SELECT
    uuid_send(trace_id), span_id, fingerprint, line, origin_id,
    (date_part('epoch', time) * 1000000)::bigint, duration_ns, role, layer, is_error,
    input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, response_key, response_id,
    array_to_string(flags, ','), operation, provider, request_model, response_model, region,
    dimension_set_id IS NOT NULL
FROM charge
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
  AND time BETWEEN %(start)s AND %(end)s AND source = ANY (%(sources)s)
