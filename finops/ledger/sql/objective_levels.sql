-- Events by the quarter hour instead of by the hour: every time zone begins its days with one, so that months and
-- quarters stay exact once their minutes are gone. By the day (UTC), so that a quarter is read in some hundred rows.
ALTER TABLE slo_counter ADD COLUMN minutes_from timestamptz NOT NULL DEFAULT '-infinity'; -- kept from there on
ALTER TABLE slo_counter ALTER COLUMN minutes_from DROP DEFAULT;

CREATE TABLE slo_quarter_hour (
    counter_id   bigint      NOT NULL,
    quarter_hour timestamptz NOT NULL,
    good         bigint      NOT NULL,
    total        bigint      NOT NULL,
    filled       bigint      NOT NULL,    -- minutes that have events
    PRIMARY KEY (counter_id, quarter_hour)
) WITH (fillfactor = 70);

CREATE TABLE slo_day (
    counter_id bigint      NOT NULL,
    day        timestamptz NOT NULL,      -- midnight UTC
    good       bigint      NOT NULL,
    total      bigint      NOT NULL,
    filled     bigint      NOT NULL,
    PRIMARY KEY (counter_id, day)
) WITH (fillfactor = 70);

-- What is stored already.
INSERT INTO slo_quarter_hour
SELECT
    counter_id, date_bin('15 minutes', minute, '2000-01-01 00:00:00+00'), sum(good), sum(total),
    count(*) FILTER (WHERE total > 0)
FROM slo_minute GROUP BY 1, 2 ORDER BY 1, 2;

INSERT INTO slo_day
SELECT counter_id, date_bin('1 day', quarter_hour, '2000-01-01 00:00:00+00'), sum(good), sum(total), sum(filled)
FROM slo_quarter_hour GROUP BY 1, 2 ORDER BY 1, 2;

DROP TABLE slo_hour;
