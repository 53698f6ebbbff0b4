CREATE TEMP TABLE IF NOT EXISTS settled_charge (
    trace_id         uuid, span_id bigint, time timestamptz, fingerprint bigint, line smallint,
    dimension_set_id bigint, counted boolean, uncounted_reason text,
    winner_trace_id  uuid, winner_span_id bigint, customer text, end_user text, session text
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS settled_trace (
    trace_id uuid, start_time timestamptz, end_time timestamptz, duration_ns bigint,
    span_count integer, error_count integer, has_root boolean, name text, service text, environment text,
    team text, journey text, customer text, end_user text, session text,
    entry_tokens bigint, tool_count integer, tool_repeats integer
) ON COMMIT DELETE ROWS
