-- One OTLP log record that is no call to a model (those are spans with a charge). Appended, never updated.
CREATE TABLE log_record (
    time        timestamptz NOT NULL,
    trace_id    uuid,                 -- as stated, or the trace of the session; null: it belongs to none
    span_id     bigint,
    fingerprint bigint      NOT NULL, -- 8 bytes of a hash over resource, scope and content
    origin_id   bigint      NOT NULL,
    project_id  integer     NOT NULL,
    severity    smallint    NOT NULL, -- OTLP SeverityNumber; 0: not stated
    event_name  text,                 -- null: a plain log line
    dims        jsonb,                -- dimension -> value, as this record states it
    attributes  jsonb,                -- never holds content
    flags       text[],               -- what the receiver had to mend: cut, ...
    content     jsonb,                -- body and attributes with content: not under policy drop
    PRIMARY KEY (project_id, time, fingerprint)
) PARTITION BY RANGE (time);
CREATE INDEX log_record_trace ON log_record (project_id, trace_id, time) WHERE trace_id IS NOT NULL;

-- What all points of one series share: metric, resource, scope and attributes.
CREATE TABLE metric_series (
    project_id   integer     NOT NULL,
    series_id    bigint      NOT NULL,  -- 8 bytes of a hash over origin, metric and attributes
    origin_id    bigint      NOT NULL,
    first_seen   timestamptz NOT NULL DEFAULT now(),
    meter_id     uuid,                  -- the trace whose charges are made of this series; null: of no spend
    kind         smallint    NOT NULL,  -- see telemetry.types.MetricKind
    temporality  smallint    NOT NULL,  -- OTLP: 0 unspecified, 1 delta, 2 cumulative
    is_monotonic boolean     NOT NULL,
    name         text        NOT NULL,
    unit         text        NOT NULL,
    description  text        NOT NULL,
    attributes   jsonb       NOT NULL,
    dims         jsonb       NOT NULL,  -- dimension -> value, as the attributes state it
    PRIMARY KEY (project_id, series_id)
);
CREATE INDEX metric_series_name ON metric_series (name, project_id);
CREATE INDEX metric_series_meter ON metric_series (project_id, meter_id) WHERE meter_id IS NOT NULL;

-- One OTLP data point. Appended, never updated: the same point again changes nothing.
CREATE TABLE metric_point (
    time       timestamptz NOT NULL,
    start_time timestamptz NOT NULL,  -- of a cumulative or delta point; its time where none is stated
    series_id  bigint      NOT NULL,
    count      bigint,                -- of histograms and summaries
    value      double precision,      -- of gauges and sums; the sum of histograms and summaries, where stated
    minimum    double precision,
    maximum    double precision,
    project_id integer     NOT NULL,
    buckets    jsonb,                 -- {bounds, counts}, {scale, zero, positive, negative} or {quantiles}
    exemplars  jsonb,                 -- [{time_ns (before the point), value, trace_id, span_id, attributes}]
    PRIMARY KEY (project_id, series_id, time, start_time)
) PARTITION BY RANGE (time);
