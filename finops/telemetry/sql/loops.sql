-- How agents worked in a trace; null: settled before this was looked at, or no call says its tokens.
ALTER TABLE trace
    ADD COLUMN entry_tokens bigint,  -- of the counted call that began first
    ADD COLUMN tool_count   integer,
    ADD COLUMN tool_repeats integer  -- of these, calls of the tool that the same span had called just before
