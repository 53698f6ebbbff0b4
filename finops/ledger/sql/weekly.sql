-- The same by week, beginning on Monday: a range of days is whole weeks and a few days at its ends, and reads
-- a third of the rows, or a seventh when it is long.
CREATE TABLE customer_weekly_coarse (LIKE customer_daily_coarse) WITH (fillfactor = 70);
ALTER TABLE customer_weekly_coarse RENAME COLUMN day TO week;
CREATE UNIQUE INDEX customer_weekly_coarse_key
    ON customer_weekly_coarse (week, customer, project_id) NULLS NOT DISTINCT;

CREATE TABLE user_weekly_coarse (LIKE user_daily_coarse) WITH (fillfactor = 70);
ALTER TABLE user_weekly_coarse RENAME COLUMN day TO week;
CREATE UNIQUE INDEX user_weekly_coarse_key
    ON user_weekly_coarse (week, end_user, project_id) NULLS NOT DISTINCT;

CREATE TABLE latency_weekly (LIKE latency_daily) WITH (fillfactor = 70);
ALTER TABLE latency_weekly RENAME COLUMN day TO week;
CREATE UNIQUE INDEX latency_weekly_key ON latency_weekly
    (week, measure, project_id, environment, journey, response_model, failed, bucket) NULLS NOT DISTINCT;

-- What is stored already.
INSERT INTO customer_weekly_coarse (
    week, project_id, customer, calls, errors, unpriced_calls, unknown_calls, input_tokens, cache_read_tokens,
    cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input, cost_cache_read, cost_cache_write,
    cost_output, cost_other
)
SELECT
    date_trunc('week', day::timestamp)::date, project_id, customer, sum(calls), sum(errors),
    sum(unpriced_calls), sum(unknown_calls), sum(input_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost), sum(cost_input),
    sum(cost_cache_read), sum(cost_cache_write), sum(cost_output), sum(cost_other)
FROM customer_daily_coarse
GROUP BY 1, 2, 3 ORDER BY 1;

INSERT INTO user_weekly_coarse (
    week, project_id, end_user, calls, errors, unpriced_calls, unknown_calls, input_tokens, cache_read_tokens,
    cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input, cost_cache_read, cost_cache_write,
    cost_output, cost_other
)
SELECT
    date_trunc('week', day::timestamp)::date, project_id, end_user, sum(calls), sum(errors),
    sum(unpriced_calls), sum(unknown_calls), sum(input_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost), sum(cost_input),
    sum(cost_cache_read), sum(cost_cache_write), sum(cost_output), sum(cost_other)
FROM user_daily_coarse
GROUP BY 1, 2, 3 ORDER BY 1;

INSERT INTO latency_weekly (
    week, measure, project_id, environment, journey, response_model, failed, bucket, observations
)
SELECT
    date_trunc('week', day::timestamp)::date, measure, project_id, environment, journey, response_model,
    failed, bucket, sum(observations)
FROM latency_daily
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1;
