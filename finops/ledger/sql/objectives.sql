-- What an SLO counts: events of one journey, step, service or model, and which of them are good. Never changed:
-- an SLO whose threshold changes counts with another row.
CREATE TABLE slo_counter (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    indicator    smallint    NOT NULL,  -- see ledger.types.Indicator
    subject      text        NOT NULL,  -- see ledger.types.Subject
    value        text        NOT NULL,
    project_id   integer,               -- null: of all projects
    environment  text,                  -- null: of all environments
    threshold    numeric,               -- nanoseconds or USD; null: an event is good unless it failed
    history_from timestamptz NOT NULL,  -- what is stored from this hour on shall be counted
    counted_from timestamptz NOT NULL DEFAULT 'infinity',  -- what is: settling counts from there on
    dropped_at   timestamptz            -- no longer wanted
);

-- Events by the minute they began in (UTC). A row without events means the same as no row.
CREATE TABLE slo_minute (
    counter_id bigint      NOT NULL,
    minute     timestamptz NOT NULL,
    good       bigint      NOT NULL,
    total      bigint      NOT NULL,
    PRIMARY KEY (counter_id, minute)
) WITH (fillfactor = 70);

-- The same by the hour, so that a month is read in some hundred rows.
CREATE TABLE slo_hour (
    counter_id bigint      NOT NULL,
    hour       timestamptz NOT NULL,
    good       bigint      NOT NULL,
    total      bigint      NOT NULL,
    filled     bigint      NOT NULL,    -- minutes that have events
    PRIMARY KEY (counter_id, hour)
) WITH (fillfactor = 70);
