-- The hour of a session's counters as a span and a charge.
WITH placed AS (
    INSERT INTO span (start_time, trace_id, span_id, fingerprint, origin_id, duration_ns, project_id, kind,
        status, role, name, dims, flags)
    VALUES (%(time)s, %(trace)s, %(span_id)s, %(fingerprint)s, %(origin_id)s, %(duration_ns)s, %(project)s, 1,
        0, %(role)s, %(name)s, %(dims)s, '{from_metrics}')
    ON CONFLICT DO NOTHING
)
INSERT INTO charge (time, trace_id, span_id, fingerprint, duration_ns, input_tokens, cache_read_tokens,
    cache_write_tokens, output_tokens, reasoning_tokens, price_id, origin_id, project_id, line, source, role,
    layer, price_status, is_error, cost, cost_input, cost_cache_read, cost_cache_write, cost_output,
    cost_other, cost_emitted, operation, provider, request_model, price_reason)
VALUES (%(time)s, %(trace)s, %(span_id)s, %(fingerprint)s, %(duration_ns)s, %(input_tokens)s,
    %(cache_read_tokens)s, %(cache_write_tokens)s, %(output_tokens)s, %(reasoning_tokens)s, %(price_id)s,
    %(origin_id)s, %(project)s, -1, 4, %(role)s, 1, %(status)s, false, %(cost)s, %(input)s, %(cache_read)s,
    %(cache_write)s, %(output)s, %(other)s, %(usd)s, 'chat', %(provider)s, %(model)s, %(reason)s)
ON CONFLICT DO NOTHING
