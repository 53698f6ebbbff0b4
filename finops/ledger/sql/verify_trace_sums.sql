-- Traces whose calls, tokens or cost are not those of their charges.
SELECT
    t.project_id, t.trace_id,
    t.call_count, t.uncounted_count, t.unpriced_count, t.input_tokens, t.output_tokens, t.cost,
    sums.call_count, sums.uncounted_count, sums.unpriced_count, sums.input_tokens, sums.output_tokens, sums.cost
FROM trace AS t
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE counted AND line = 0) AS call_count,
        count(*) FILTER (WHERE NOT counted AND line <= 0 AND dimension_set_id IS NOT NULL) AS uncounted_count,
        count(*) FILTER (WHERE counted AND price_status = 3) AS unpriced_count,
        coalesce(sum(input_tokens) FILTER (WHERE counted AND line <= 0), 0) AS input_tokens,
        coalesce(sum(output_tokens) FILTER (WHERE counted AND line <= 0), 0) AS output_tokens,
        coalesce(sum(cost) FILTER (WHERE counted), 0) AS cost
    FROM charge AS c
    WHERE c.project_id = t.project_id AND c.trace_id = t.trace_id
      AND c.time BETWEEN t.start_time AND t.end_time
) AS sums
WHERE t.start_time >= %(since)s
  AND (t.call_count, t.uncounted_count, t.unpriced_count, t.input_tokens, t.output_tokens, t.cost)
   IS DISTINCT FROM (
       sums.call_count, sums.uncounted_count, sums.unpriced_count,
       sums.input_tokens, sums.output_tokens, sums.cost
   )
