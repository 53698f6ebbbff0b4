-- The summaries of all traces, and the spans of those that are opened.
CREATE INDEX ON shape (trace_id);

INSERT INTO trace (
    start_time, end_time, trace_id, duration_ns, input_tokens, output_tokens, project_id, span_count, error_count,
    call_count, uncounted_count, unpriced_count, has_root, cost, name, service, environment, team, journey, customer,
    end_user, session, models
)
SELECT
    s.start_time, s.start_time + make_interval(secs => duration), s.trace_id, (duration * 1e9)::bigint,
    coalesce(c.input, 0), coalesce(c.output, 0), s.project_id, 1 + s.calls + s.spans, coalesce(c.failed, 0) + s.failed::int,
    coalesce(c.counted, 0), s.calls - coalesce(c.counted, 0), coalesce(c.unpriced, 0), true, coalesce(c.cost, 0),
    'POST /' || coalesce(s.journey_name, 'other') || '/' || s.n %% 7, 'service-' || lpad((s.journey + 15 * s.variant)::text, 2, '0'),
    CASE s.variant WHEN 0 THEN 'production' ELSE 'staging' END, s.team, s.journey_name, s.customer, s.end_user,
    'session-' || s.n / 3, coalesce(c.models, '{}')
FROM shape s
CROSS JOIN LATERAL (SELECT exp(9 * power(pg_temp.share(s.n, 21), 1.3) - 4.6) AS duration) AS d
LEFT JOIN (
    SELECT trace_id, sum(input_tokens) FILTER (WHERE counted) AS input, sum(output_tokens) FILTER (WHERE counted) AS output,
           count(*) FILTER (WHERE is_error) AS failed, count(*) FILTER (WHERE counted) AS counted,
           count(*) FILTER (WHERE counted AND price_status = 3) AS unpriced,
           sum(cost) FILTER (WHERE counted) AS cost,
           array_agg(DISTINCT response_model) FILTER (WHERE counted) AS models
    FROM charge GROUP BY trace_id
) c ON c.trace_id = s.trace_id
ORDER BY s.start_time;

INSERT INTO span (start_time, trace_id, span_id, parent_span_id, fingerprint, origin_id, duration_ns, project_id, kind,
                  status, role, name, attributes)
SELECT s.start_time + make_interval(secs => k * 0.4 * least(1, 40.0 / (1 + s.spans))), s.trace_id, hashtextextended('span ' || s.n || '/' || k, 0),
       CASE WHEN k > 0 THEN hashtextextended('span ' || s.n || '/' || (k - 1) / 4, 0) END, 1, s.journey + 15 * s.variant,
       (4e8 * (1 + pg_temp.share(s.n * 1024 + k, 22)))::bigint, s.project_id, 1,
       CASE WHEN pg_temp.share(s.n * 1024 + k, 23) > 0.98 THEN 2 ELSE 0 END,
       CASE WHEN k BETWEEN 1 AND s.calls THEN 1 ELSE 0 END,
       CASE WHEN k = 0 THEN 'POST /' || coalesce(s.journey_name, 'other') WHEN k <= s.calls THEN 'chat' ELSE 'step ' || k END,
       '{"gen_ai.operation.name": "chat", "server.address": "api.example.com"}'
FROM (SELECT * FROM shape WHERE n < 0 OR calls > 0 ORDER BY n < 0 DESC, start_time DESC LIMIT %(opened)s) AS s,
     generate_series(0, s.calls + s.spans) AS k;
