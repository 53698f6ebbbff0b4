-- Of which sessions, and of which hours of a user's day, calls are known one by one: counters of these no longer
-- count. Written with the calls, so that whoever settles the counters afterwards finds it.
CREATE TABLE metered_call (
    project_id integer     NOT NULL,
    trace_id   uuid        NOT NULL,  -- where the counters are charged
    hour       timestamptz NOT NULL,  -- -infinity: all hours
    PRIMARY KEY (project_id, trace_id, hour)
);
