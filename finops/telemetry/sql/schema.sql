-- One row per resource and scope: what all spans of an SDK instance share.
CREATE TABLE origin (
    project_id    integer     NOT NULL,
    origin_id     bigint      NOT NULL,  -- 8 bytes of a hash over resource, scope and schema URL
    first_seen    timestamptz NOT NULL DEFAULT now(),
    layer         smallint    NOT NULL,
    service       text,
    scope_name    text        NOT NULL,
    scope_version text        NOT NULL,
    schema_url    text        NOT NULL,
    dialect       text        NOT NULL,
    attributes    jsonb       NOT NULL,  -- resource and scope attributes that are not content
    dims          jsonb       NOT NULL,  -- dimension -> value, as the resource states it
    PRIMARY KEY (project_id, origin_id)
);

-- One OTLP span. Appended, never updated. Columns ordered by alignment.
CREATE TABLE span (
    start_time     timestamptz NOT NULL,
    trace_id       uuid        NOT NULL,
    span_id        bigint      NOT NULL,
    parent_span_id bigint,               -- null: a root
    fingerprint    bigint      NOT NULL, -- 8 bytes of a hash over resource, scope and content
    origin_id      bigint      NOT NULL,
    duration_ns    bigint      NOT NULL,
    project_id     integer     NOT NULL,
    kind           smallint    NOT NULL,
    status         smallint    NOT NULL,
    role           smallint    NOT NULL,
    name           text        NOT NULL,
    dims           jsonb,                -- dimension -> value, as this span states it
    attributes     jsonb,                -- never holds content
    events         jsonb,                -- [{name, time_ns (after start), attributes}]
    links          jsonb,                -- [{trace_id, span_id, attributes}]
    flags          text[],               -- what the receiver had to mend: cut, clamped, ...
    content        jsonb,                -- prompts, completions, errors: only under policy keep
    PRIMARY KEY (project_id, trace_id, span_id, start_time, fingerprint)
) PARTITION BY RANGE (start_time);

-- One row per project and signal of a committed group: the settling queue and the audit of ingestion.
CREATE TABLE batch (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at    timestamptz NOT NULL DEFAULT now(),
    settled_at     timestamptz,
    min_time       timestamptz,          -- earliest and latest span start of the batch
    max_time       timestamptz,
    byte_count     bigint      NOT NULL DEFAULT 0,
    project_id     integer     NOT NULL,
    request_count  integer     NOT NULL,
    item_count     integer     NOT NULL, -- items sent
    stored_count   integer     NOT NULL, -- of these, new; the rest were stored before or rejected
    rejected_count integer     NOT NULL,
    charge_count   integer     NOT NULL,
    signal         smallint    NOT NULL,
    attempts       smallint    NOT NULL DEFAULT 0,
    error          text,
    trace_ids      uuid[]      NOT NULL
);
CREATE INDEX batch_unsettled ON batch (id) WHERE settled_at IS NULL;
CREATE INDEX batch_received ON batch (received_at);

-- What was refused and why, with an example that never holds content.
CREATE TABLE rejection (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT now(),
    project_id  integer     NOT NULL,
    item_count  integer     NOT NULL,
    signal      smallint    NOT NULL,
    reason      text        NOT NULL,
    service     text,
    example     text        NOT NULL
);
CREATE INDEX rejection_received ON rejection (received_at);

-- One trace, summarised when it is settled: the trace list reads only this.
CREATE TABLE trace (
    start_time       timestamptz NOT NULL,
    end_time         timestamptz NOT NULL,
    trace_id         uuid        NOT NULL,
    duration_ns      bigint      NOT NULL,
    input_tokens     bigint      NOT NULL,
    output_tokens    bigint      NOT NULL,
    project_id       integer     NOT NULL,
    span_count       integer     NOT NULL,
    error_count      integer     NOT NULL,
    call_count       integer     NOT NULL,  -- counted charges
    uncounted_count  integer     NOT NULL,
    unpriced_count   integer     NOT NULL,
    has_root         boolean     NOT NULL,
    cost             numeric(38, 24) NOT NULL,
    name             text        NOT NULL,
    service          text,
    environment      text,
    team             text,
    journey          text,
    customer         text,
    end_user         text,
    session          text,
    models           text[]      NOT NULL,
    PRIMARY KEY (project_id, trace_id)
);
CREATE INDEX trace_recent ON trace (project_id, start_time DESC, trace_id);
