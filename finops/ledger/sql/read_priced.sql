SELECT
    project_id, trace_id, span_id, time, fingerprint, provider, response_model, request_model, service_tier,
    role, cost_emitted,
    input_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens,
    output_tokens, reasoning_tokens, input_audio_tokens, output_audio_tokens,
    price_status, price_id, price_reason,
    cost, cost_input, cost_cache_read, cost_cache_write, cost_output, cost_other, counted, line
FROM charge
WHERE time >= %(start)s AND time < %(end)s AND source IN (1, 3, 4) AND line <= 0
  AND price_status = ANY (%(statuses)s::smallint[])
ORDER BY project_id, trace_id
