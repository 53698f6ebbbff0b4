-- One metered thing, here: a call to a model as one span reports it. Written by ingest with its
-- tokens and price; settling then decides whether it counts and whom it belongs to.
-- Never dropped by span retention.
CREATE TABLE charge (
    -- written by ingest, never changed
    time                  timestamptz NOT NULL,  -- start of the call
    trace_id              uuid        NOT NULL,
    span_id               bigint      NOT NULL,
    fingerprint           bigint      NOT NULL,
    response_key          bigint,                -- 8 bytes of a hash over the response id
    duration_ns           bigint      NOT NULL,
    ttft_ns               bigint,                -- time to first token; null: unknown or not streamed
    input_tokens          bigint,                -- all, cached included; null: unknown, never zero
    cache_read_tokens     bigint,
    cache_write_tokens    bigint,
    cache_write_1h_tokens bigint,
    output_tokens         bigint,                -- all, reasoning included
    reasoning_tokens      bigint,
    input_audio_tokens    bigint,
    output_audio_tokens   bigint,
    price_id              bigint,
    origin_id             bigint      NOT NULL,
    project_id            integer     NOT NULL,
    line                  smallint    NOT NULL,  -- 0 a model call; above: its tool fees; -1: many calls, as a counter says
    source                smallint    NOT NULL,  -- see ledger.types.ChargeSource
    role                  smallint    NOT NULL,
    layer                 smallint    NOT NULL,
    price_status          smallint    NOT NULL,  -- see prices.types.PriceStatus
    is_error              boolean     NOT NULL,
    cost                  numeric(38, 24),       -- USD; null: unpriced
    cost_input            numeric(38, 24),       -- uncached input
    cost_cache_read       numeric(38, 24),
    cost_cache_write      numeric(38, 24),
    cost_output           numeric(38, 24),       -- reasoning included
    cost_other            numeric(38, 24),       -- requests, searches, tools
    cost_emitted          numeric(38, 24),       -- what the emitter said, kept beside ours
    operation             text        NOT NULL,
    provider              text,
    request_model         text,
    response_model        text,
    response_id           text,
    service_tier          text,
    region                text,
    price_reason          text,                  -- why there is no price
    flags                 text[],
    -- written by settling
    dimension_set_id      bigint,                -- null: not settled yet
    winner_trace_id       uuid,                  -- the charge that is counted in place of this one
    winner_span_id        bigint,
    counted               boolean     NOT NULL DEFAULT false,
    uncounted_reason      text,                  -- why it counts or not: ledger.types.Counted, Uncounted
    customer              text,
    end_user              text,
    session               text,
    PRIMARY KEY (project_id, trace_id, span_id, time, fingerprint, line)
) PARTITION BY RANGE (time);
CREATE INDEX charge_response ON charge (project_id, response_key) WHERE response_key IS NOT NULL;
-- The few that lost to a span of another trace: found again when their response id proves too common.
CREATE INDEX charge_joined ON charge (project_id, response_key) WHERE winner_trace_id <> trace_id;
CREATE INDEX charge_dimension ON charge (dimension_set_id, time) WHERE dimension_set_id IS NOT NULL;
-- The rollups tell where counted charges are; nothing else tells where the others are.
CREATE INDEX charge_uncounted ON charge (dimension_set_id, time) WHERE dimension_set_id IS NOT NULL AND NOT counted;

-- Rollups of counted charges. Quarter hours (UTC) serve any time zone; days are in the
-- organisation's time zone. `errors` counts failed calls, those that cost nothing included.
-- A row whose sums are all zero means the same as no row. Rows change often while their time lasts.
CREATE TABLE spend_quarter_hour (
    bucket             timestamptz NOT NULL,
    dimension_set_id   bigint      NOT NULL,
    calls              bigint      NOT NULL,
    errors             bigint      NOT NULL,
    unpriced_calls     bigint      NOT NULL,  -- counted, cost unknown
    unknown_calls      bigint      NOT NULL,  -- counted, but nobody said how many tokens
    input_tokens       bigint      NOT NULL,
    cache_read_tokens  bigint      NOT NULL,
    cache_write_tokens bigint      NOT NULL,
    output_tokens      bigint      NOT NULL,
    reasoning_tokens   bigint      NOT NULL,
    cost               numeric(38, 24) NOT NULL,
    cost_input         numeric(38, 24) NOT NULL,
    cost_cache_read    numeric(38, 24) NOT NULL,
    cost_cache_write   numeric(38, 24) NOT NULL,
    cost_output        numeric(38, 24) NOT NULL,
    cost_other         numeric(38, 24) NOT NULL,
    PRIMARY KEY (bucket, dimension_set_id)
) WITH (fillfactor = 70);

CREATE TABLE spend_daily (LIKE spend_quarter_hour);
ALTER TABLE spend_daily RENAME COLUMN bucket TO day;
ALTER TABLE spend_daily ALTER COLUMN day TYPE date;
ALTER TABLE spend_daily ADD PRIMARY KEY (day, dimension_set_id);

CREATE TABLE customer_daily (LIKE spend_daily);
ALTER TABLE customer_daily ADD COLUMN customer text NOT NULL;
ALTER TABLE customer_daily ADD PRIMARY KEY (day, customer, dimension_set_id);

CREATE TABLE user_daily (LIKE spend_daily);
ALTER TABLE user_daily ADD COLUMN end_user text NOT NULL;
ALTER TABLE user_daily ADD PRIMARY KEY (day, end_user, dimension_set_id);

-- What the recurring check of the ledger found: promise 4 is kept in production, not only in tests.
CREATE TABLE ledger_check (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    checked_at       timestamptz NOT NULL DEFAULT now(),
    since            timestamptz NOT NULL,  -- calls from here on were checked
    differences      integer     NOT NULL,
    first_difference text                   -- null: there is none
);
