SELECT
    t.trace_id,
    greatest(t.end_time, max(c.time)) AS end_time,
    coalesce(sum(c.input_tokens) FILTER (WHERE counted AND line <= 0), 0) AS input_tokens,
    coalesce(sum(c.output_tokens) FILTER (WHERE counted AND line <= 0), 0) AS output_tokens,
    count(*) FILTER (WHERE counted AND line = 0) AS call_count,
    count(*) FILTER (WHERE NOT counted AND line <= 0) AS uncounted_count,
    count(*) FILTER (WHERE counted AND price_status = 3) AS unpriced_count,
    coalesce(sum(c.cost) FILTER (WHERE counted), 0) AS cost
FROM trace AS t
JOIN charge AS c ON c.project_id = t.project_id AND c.trace_id = t.trace_id AND c.time >= t.start_time
WHERE t.project_id = %(project)s AND t.trace_id = ANY (%(frozen)s::uuid[])
  AND c.project_id = %(project)s AND c.trace_id = ANY (%(frozen)s::uuid[])
  AND c.time BETWEEN %(start)s AND %(end)s
GROUP BY t.trace_id, t.end_time
