-- Spend by project, team, journey, provider and model, by week.
CREATE TABLE spend_weekly_coarse (LIKE spend_daily_coarse) WITH (fillfactor = 70);
ALTER TABLE spend_weekly_coarse RENAME COLUMN day TO week;
CREATE UNIQUE INDEX spend_weekly_coarse_key
    ON spend_weekly_coarse (week, project_id, team, journey, provider, response_model) NULLS NOT DISTINCT;

-- What is stored already.
INSERT INTO spend_weekly_coarse (
    week, project_id, team, journey, provider, response_model, calls, errors, unpriced_calls, unknown_calls,
    input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input,
    cost_cache_read, cost_cache_write, cost_output, cost_other
)
SELECT
    date_trunc('week', day::timestamp)::date, project_id, team, journey, provider, response_model, sum(calls),
    sum(errors), sum(unpriced_calls), sum(unknown_calls), sum(input_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost), sum(cost_input),
    sum(cost_cache_read), sum(cost_cache_write), sum(cost_output), sum(cost_other)
FROM spend_daily_coarse
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1;
