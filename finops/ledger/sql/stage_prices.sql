CREATE TEMP TABLE IF NOT EXISTS repriced_charge (
    trace_id uuid, span_id bigint, time timestamptz, fingerprint bigint, line smallint,
    price_status smallint, price_id bigint, price_reason text,
    cost numeric(38, 24), cost_input numeric(38, 24), cost_cache_read numeric(38, 24),
    cost_cache_write numeric(38, 24), cost_output numeric(38, 24), cost_other numeric(38, 24)
) ON COMMIT DELETE ROWS
