SELECT
    project_id, trace_id, span_id, price_status, price_id,
    cost, cost_input, cost_cache_read, cost_cache_write, cost_output, cost_other, cost_emitted,
    input_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens,
    output_tokens, reasoning_tokens, input_audio_tokens, output_audio_tokens, line
FROM charge
WHERE time >= %(since)s AND source IN (1, 3, 4) AND line <= 0
