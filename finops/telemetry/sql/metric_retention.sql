-- When a series was last sent: what a new one is counted against, and when it goes.
ALTER TABLE metric_series ADD COLUMN last_seen date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date; -- UTC
CREATE INDEX metric_series_seen ON metric_series (project_id, last_seen);
CREATE INDEX metric_series_in_project ON metric_series (project_id, name);

-- Points of counters that make charges, of days that were dropped: they stay as long as the charges, because a
-- later point of the same session is charged for what it adds to them.
CREATE TABLE metered_point (
    time       timestamptz NOT NULL,
    start_time timestamptz NOT NULL,
    series_id  bigint      NOT NULL,
    value      double precision NOT NULL,
    project_id integer     NOT NULL,
    PRIMARY KEY (project_id, series_id, time, start_time)
);
