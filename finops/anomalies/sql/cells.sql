-- What calls with the same dimensions came to in each window (`is_now`), and in those it is compared with.
SELECT
    w.number, d.team, d.response_model, d.journey, coalesce(p.name, 'project ' || d.project_id),
    d.service, d.step, d.operation, d.prompt_name, d.prompt_version, d.environment, d.agent, d.feature,
    coalesce(sum(r.calls) FILTER (WHERE w.is_now), 0),
    coalesce(sum(r.input_tokens + r.output_tokens) FILTER (WHERE w.is_now), 0),
    coalesce(sum(r.cost) FILTER (WHERE w.is_now), 0),
    coalesce(sum(r.calls) FILTER (WHERE NOT w.is_now), 0),
    coalesce(sum(r.input_tokens + r.output_tokens) FILTER (WHERE NOT w.is_now), 0),
    coalesce(sum(r.cost) FILTER (WHERE NOT w.is_now), 0)
FROM unnest(
    %(numbers)s::int[], %(nows)s::boolean[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]
) AS w(number, is_now, start, past)
JOIN spend_quarter_hour AS r ON r.bucket >= w.start AND r.bucket < w.past
JOIN dimension_set AS d ON d.id = r.dimension_set_id
LEFT JOIN accounts_project AS p ON p.id = d.project_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
