SELECT
    trace_id,
    coalesce(sum(input_tokens) FILTER (WHERE counted AND line <= 0), 0) AS input_tokens,
    coalesce(sum(output_tokens) FILTER (WHERE counted AND line <= 0), 0) AS output_tokens,
    count(*) FILTER (WHERE counted AND line = 0) AS call_count,
    count(*) FILTER (WHERE NOT counted AND line <= 0) AS uncounted_count,
    count(*) FILTER (WHERE counted AND price_status = 3) AS unpriced_count,
    coalesce(sum(cost) FILTER (WHERE counted), 0) AS cost,
    coalesce(
        array_agg(DISTINCT coalesce(response_model, request_model)) FILTER (
            WHERE counted AND coalesce(response_model, request_model) IS NOT NULL
        ), '{}'
    ) AS models
FROM charge
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
  AND time BETWEEN %(start)s AND %(end)s
GROUP BY trace_id
