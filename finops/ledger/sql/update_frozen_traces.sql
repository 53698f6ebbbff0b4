-- Traces whose older spans were dropped keep their summary; only what their charges say moves.
WITH sums AS (
    SELECT
        trace_id,
        coalesce(sum(input_tokens) FILTER (WHERE counted AND line = 0), 0) AS input_tokens,
        coalesce(sum(output_tokens) FILTER (WHERE counted AND line = 0), 0) AS output_tokens,
        count(*) FILTER (WHERE counted AND line = 0) AS call_count,
        count(*) FILTER (WHERE NOT counted AND line = 0) AS uncounted_count,
        count(*) FILTER (WHERE counted AND price_status = 3) AS unpriced_count,
        coalesce(sum(cost) FILTER (WHERE counted), 0) AS cost
    FROM charge
    WHERE project_id = %(project)s AND trace_id = ANY (%(frozen)s::uuid[])
      AND time BETWEEN %(start)s AND %(end)s
    GROUP BY trace_id
)
UPDATE trace AS t SET
    input_tokens = sums.input_tokens, output_tokens = sums.output_tokens, call_count = sums.call_count,
    uncounted_count = sums.uncounted_count, unpriced_count = sums.unpriced_count, cost = sums.cost
FROM sums
WHERE t.project_id = %(project)s AND t.trace_id = sums.trace_id
