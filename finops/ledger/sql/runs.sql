-- Rollups of runs: traces that called a model, in vain perhaps. A run is in them once for itself, with
-- no model, and once for each model it called, whose rows must not be added up. Days as in spend_daily.
CREATE TABLE run_daily (
    day            date    NOT NULL,
    project_id     integer NOT NULL,
    environment    text,
    service        text,
    team           text,
    journey        text,
    response_model text,                    -- null: the run itself
    runs           bigint  NOT NULL,
    failed_runs    bigint  NOT NULL,        -- one of its spans failed
    priced_runs    bigint  NOT NULL,        -- its cost is known, in part at least
    cost           numeric(38, 24) NOT NULL -- USD of the whole run
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX run_daily_key ON run_daily
    (day, project_id, environment, service, team, journey, response_model) NULLS NOT DISTINCT;

CREATE TABLE customer_run_daily (
    day         date    NOT NULL,
    project_id  integer NOT NULL,
    customer    text    NOT NULL,
    runs        bigint  NOT NULL,
    failed_runs bigint  NOT NULL,
    priced_runs bigint  NOT NULL,
    cost        numeric(38, 24) NOT NULL,
    PRIMARY KEY (day, project_id, customer)
) WITH (fillfactor = 70);

-- Histograms of durations. A bucket holds what takes from 1.04^bucket up to 1.04^(bucket + 1) nanoseconds.
CREATE TABLE latency_daily (
    day            date     NOT NULL,
    measure        smallint NOT NULL,       -- see ledger.types.LatencyMeasure
    project_id     integer  NOT NULL,
    environment    text,
    journey        text,                    -- of runs
    response_model text,                    -- of calls
    failed         boolean  NOT NULL,
    bucket         smallint NOT NULL,
    observations   bigint   NOT NULL
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX latency_daily_key ON latency_daily
    (day, measure, project_id, environment, journey, response_model, failed, bucket) NULLS NOT DISTINCT;

-- What is stored already.
WITH run AS (
    SELECT
        (start_time AT TIME ZONE coalesce((SELECT time_zone FROM accounts_organisation), 'UTC'))::date AS day,
        t.*
    FROM trace AS t
    WHERE call_count > 0 OR uncounted_count > 0
), called AS (
    SELECT run.*, model.name AS response_model
    FROM run CROSS JOIN LATERAL (SELECT NULL::text UNION ALL SELECT unnest(run.models)) AS model (name)
), named AS (
    INSERT INTO customer_run_daily
    SELECT
        day, project_id, customer, count(*), count(*) FILTER (WHERE error_count > 0),
        count(*) FILTER (WHERE unpriced_count < call_count OR call_count = 0), sum(cost)
    FROM run WHERE customer IS NOT NULL GROUP BY day, project_id, customer
), timed AS (
    INSERT INTO latency_daily
    SELECT
        day, 1, project_id, environment, journey, NULL, error_count > 0,
        floor(ln(greatest(duration_ns, 1)::float8) / ln(1.04::float8)), count(*)
    FROM run GROUP BY 1, 2, 3, 4, 5, 7, 8
)
INSERT INTO run_daily
SELECT
    day, project_id, environment, service, team, journey, response_model, count(*),
    count(*) FILTER (WHERE error_count > 0),
    count(*) FILTER (WHERE unpriced_count < call_count OR call_count = 0), sum(cost)
FROM called
GROUP BY day, project_id, environment, service, team, journey, response_model;

WITH called AS (
    SELECT
        (time AT TIME ZONE coalesce((SELECT time_zone FROM accounts_organisation), 'UTC'))::date AS day,
        measure, d.project_id, environment, d.response_model, is_error,
        floor(ln(greatest(nanoseconds, 1)::float8) / ln(1.04::float8)) AS bucket
    FROM charge AS c
    JOIN dimension_set AS d ON d.id = c.dimension_set_id
    CROSS JOIN LATERAL (VALUES (2, duration_ns), (3, ttft_ns)) AS took (measure, nanoseconds)
    WHERE line = 0 AND (counted OR is_error AND uncounted_reason = 'failed') AND nanoseconds IS NOT NULL
)
INSERT INTO latency_daily
SELECT
    day, measure, project_id, environment, NULL, response_model, is_error, bucket, count(*)
FROM called
GROUP BY day, measure, project_id, environment, response_model, is_error, bucket;
