-- What belongs to no customer or end user is a row like any other, so that no screen has to find it as the
-- difference of everything and what belongs to somebody.
ALTER TABLE customer_daily_coarse
    DROP CONSTRAINT customer_daily_coarse_pkey, ALTER COLUMN customer DROP NOT NULL;
CREATE UNIQUE INDEX customer_daily_coarse_key
    ON customer_daily_coarse (day, customer, project_id) NULLS NOT DISTINCT;

ALTER TABLE user_daily_coarse
    DROP CONSTRAINT user_daily_coarse_pkey, ALTER COLUMN end_user DROP NOT NULL;
CREATE UNIQUE INDEX user_daily_coarse_key ON user_daily_coarse (day, end_user, project_id) NULLS NOT DISTINCT;

ALTER TABLE customer_run_daily
    DROP CONSTRAINT customer_run_daily_pkey, ALTER COLUMN customer DROP NOT NULL;
CREATE UNIQUE INDEX customer_run_daily_key
    ON customer_run_daily (day, customer, project_id) NULLS NOT DISTINCT;

-- What is stored already.
INSERT INTO customer_daily_coarse (
    day, project_id, calls, errors, unpriced_calls, unknown_calls, input_tokens, cache_read_tokens,
    cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input, cost_cache_read, cost_cache_write,
    cost_output, cost_other
)
SELECT
    day, project_id, sum(sign * calls), sum(sign * errors), sum(sign * unpriced_calls),
    sum(sign * unknown_calls), sum(sign * input_tokens), sum(sign * cache_read_tokens),
    sum(sign * cache_write_tokens), sum(sign * output_tokens), sum(sign * reasoning_tokens), sum(sign * cost),
    sum(sign * cost_input), sum(sign * cost_cache_read), sum(sign * cost_cache_write),
    sum(sign * cost_output), sum(sign * cost_other)
FROM (
    SELECT
        1 AS sign, day, project_id, calls, errors, unpriced_calls, unknown_calls, input_tokens,
        cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input,
        cost_cache_read, cost_cache_write, cost_output, cost_other
    FROM spend_daily_coarse
    UNION ALL
    SELECT
        -1, day, project_id, calls, errors, unpriced_calls, unknown_calls, input_tokens,
        cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input,
        cost_cache_read, cost_cache_write, cost_output, cost_other
    FROM customer_daily_coarse WHERE customer IS NOT NULL
) AS less
GROUP BY day, project_id;

INSERT INTO user_daily_coarse (
    day, project_id, calls, errors, unpriced_calls, unknown_calls, input_tokens, cache_read_tokens,
    cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input, cost_cache_read, cost_cache_write,
    cost_output, cost_other
)
SELECT
    day, project_id, sum(sign * calls), sum(sign * errors), sum(sign * unpriced_calls),
    sum(sign * unknown_calls), sum(sign * input_tokens), sum(sign * cache_read_tokens),
    sum(sign * cache_write_tokens), sum(sign * output_tokens), sum(sign * reasoning_tokens), sum(sign * cost),
    sum(sign * cost_input), sum(sign * cost_cache_read), sum(sign * cost_cache_write),
    sum(sign * cost_output), sum(sign * cost_other)
FROM (
    SELECT
        1 AS sign, day, project_id, calls, errors, unpriced_calls, unknown_calls, input_tokens,
        cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input,
        cost_cache_read, cost_cache_write, cost_output, cost_other
    FROM spend_daily_coarse
    UNION ALL
    SELECT
        -1, day, project_id, calls, errors, unpriced_calls, unknown_calls, input_tokens,
        cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_input,
        cost_cache_read, cost_cache_write, cost_output, cost_other
    FROM user_daily_coarse WHERE end_user IS NOT NULL
) AS less
GROUP BY day, project_id;

INSERT INTO customer_run_daily (day, project_id, runs, failed_runs, priced_runs, cost)
SELECT
    day, project_id, sum(sign * runs), sum(sign * failed_runs), sum(sign * priced_runs), sum(sign * cost)
FROM (
    SELECT 1 AS sign, day, project_id, runs, failed_runs, priced_runs, cost
    FROM run_daily WHERE response_model IS NULL
    UNION ALL
    SELECT -1, day, project_id, runs, failed_runs, priced_runs, cost
    FROM customer_run_daily WHERE customer IS NOT NULL
) AS less
GROUP BY day, project_id;
