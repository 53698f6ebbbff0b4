-- The calls of the traces: 4 %% repeat another, 2 %% failed, those of one model have no price, 1 %% say no tokens.
-- Costs are per token, cheaper by a tenth for what was cached.
INSERT INTO charge (
    time, trace_id, span_id, fingerprint, duration_ns, ttft_ns, input_tokens, cache_read_tokens, cache_write_tokens,
    output_tokens, reasoning_tokens, origin_id, project_id, line, source, role, layer, price_status, price_reason,
    is_error, cost, cost_input, cost_cache_read, cost_cache_write, cost_output, cost_other, operation, provider,
    request_model, response_model, dimension_set_id, counted, uncounted_reason, winner_trace_id, winner_span_id,
    customer, end_user, session
)
SELECT
    c.time, c.trace_id, hashtextextended('span ' || c.n || '/' || c.call, 0), 1, c.duration_ns, c.duration_ns / 4,
    c.input, c.cached, 0, c.output, c.output / 4, c.journey + 15 * c.variant, c.project_id, 0, 1, 1, 2,
    CASE WHEN c.failed THEN 4 WHEN c.priced THEN 1 ELSE 3 END,
    CASE WHEN NOT c.priced AND NOT c.failed THEN 'unknown_model' END, c.failed,
    cost_input + cost_cached + cost_output, cost_input, cost_cached, 0, cost_output, 0,
    'chat', CASE WHEN c.model < 6 THEN 'openai' ELSE 'anthropic' END, 'model-' || c.model, 'model-' || c.model || '-2026',
    1000000 + c.journey + 25 * c.model + 300 * c.step + 1500 * c.variant,
    NOT c.failed AND NOT c.repeats, CASE WHEN c.failed THEN 'failed' WHEN c.repeats THEN 'duplicate' END,
    CASE WHEN c.repeats THEN c.trace_id END, CASE WHEN c.repeats THEN 1 END,
    c.customer, c.end_user, 'session-' || c.n / 3
FROM (
    SELECT *, CASE WHEN failed THEN 0 WHEN priced THEN (input - cached) * rate END AS cost_input,
           CASE WHEN failed THEN 0 WHEN priced THEN cached * rate * 0.1 END AS cost_cached,
           CASE WHEN failed THEN 0 WHEN priced THEN output * rate * 4 END AS cost_output
    FROM (
        SELECT *, model < 11 AND input IS NOT NULL AS priced, (1 + model) * 0.0000004 AS rate
        FROM (
            SELECT s.n, s.trace_id, s.project_id, s.journey, s.variant, s.customer, s.end_user, call,
                   s.start_time + make_interval(secs => call * 0.4) AS time,
                   floor(12 * power(pg_temp.share(key, 11), 2))::int AS model,
                   floor(5 * pg_temp.share(key, 12))::int AS step,
                   pg_temp.share(key, 13) < 0.02 AS failed, pg_temp.share(key, 13) > 0.96 AS repeats,
                   (exp(6 + 4 * pg_temp.share(key, 14)) * 1e6)::bigint AS duration_ns,
                   CASE WHEN pg_temp.share(key, 15) < 0.01 OR pg_temp.share(key, 13) < 0.02 THEN NULL
                        ELSE (200 + 8000 * power(pg_temp.share(key, 15), 3))::bigint END AS input,
                   (200 * pg_temp.share(key, 16))::bigint AS cached,
                   CASE WHEN pg_temp.share(key, 15) < 0.01 OR pg_temp.share(key, 13) < 0.02 THEN NULL
                        ELSE (20 + 900 * power(pg_temp.share(key, 17), 2))::bigint END AS output
            FROM shape s, generate_series(1, s.calls) AS call, LATERAL (SELECT s.n * 1024 + call AS key) AS k
        ) AS drawn
    ) AS known
) AS c;
