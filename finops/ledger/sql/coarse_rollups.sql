-- The same sums by less, for what screens open with: many dimension sets share a project, team, journey,
-- provider and model, and a customer or end user calls under many of them.
CREATE TABLE spend_daily_coarse (LIKE spend_daily) WITH (fillfactor = 70);
ALTER TABLE spend_daily_coarse
    DROP COLUMN dimension_set_id,
    ADD COLUMN project_id integer NOT NULL,
    ADD COLUMN team text,
    ADD COLUMN journey text,
    ADD COLUMN provider text,
    ADD COLUMN response_model text;
CREATE UNIQUE INDEX spend_daily_coarse_key
    ON spend_daily_coarse (day, project_id, team, journey, provider, response_model) NULLS NOT DISTINCT;

CREATE TABLE customer_daily_coarse (LIKE customer_daily) WITH (fillfactor = 70);
ALTER TABLE customer_daily_coarse
    DROP COLUMN dimension_set_id,
    ADD COLUMN project_id integer NOT NULL,
    ADD PRIMARY KEY (day, customer, project_id);

CREATE TABLE user_daily_coarse (LIKE user_daily) WITH (fillfactor = 70);
ALTER TABLE user_daily_coarse
    DROP COLUMN dimension_set_id,
    ADD COLUMN project_id integer NOT NULL,
    ADD PRIMARY KEY (day, end_user, project_id);

-- What is stored already.
INSERT INTO spend_daily_coarse
SELECT
    day, sum(calls), sum(errors), sum(unpriced_calls), sum(unknown_calls), sum(input_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost),
    sum(cost_input), sum(cost_cache_read), sum(cost_cache_write), sum(cost_output), sum(cost_other),
    d.project_id, d.team, d.journey, d.provider, d.response_model
FROM spend_daily AS r
JOIN dimension_set AS d ON d.id = r.dimension_set_id
GROUP BY day, d.project_id, d.team, d.journey, d.provider, d.response_model;

INSERT INTO customer_daily_coarse
SELECT
    day, sum(calls), sum(errors), sum(unpriced_calls), sum(unknown_calls), sum(input_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost),
    sum(cost_input), sum(cost_cache_read), sum(cost_cache_write), sum(cost_output), sum(cost_other), customer,
    d.project_id
FROM customer_daily AS r JOIN dimension_set AS d ON d.id = r.dimension_set_id
GROUP BY day, customer, d.project_id;

INSERT INTO user_daily_coarse
SELECT
    day, sum(calls), sum(errors), sum(unpriced_calls), sum(unknown_calls), sum(input_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost),
    sum(cost_input), sum(cost_cache_read), sum(cost_cache_write), sum(cost_output), sum(cost_other), end_user,
    d.project_id
FROM user_daily AS r JOIN dimension_set AS d ON d.id = r.dimension_set_id
GROUP BY day, end_user, d.project_id;
