-- Traces whose older spans were dropped keep their summary; only what their charges say moves.
UPDATE trace AS t SET
    end_time = sums.end_time, input_tokens = sums.input_tokens, output_tokens = sums.output_tokens,
    call_count = sums.call_count, uncounted_count = sums.uncounted_count,
    unpriced_count = sums.unpriced_count, cost = sums.cost
FROM sums
WHERE t.project_id = %(project)s AND t.trace_id = sums.trace_id
