-- The list of traces reads one of these from its newest end. They are on the summaries, which settling
-- writes once per trace, not on spans, which ingestion writes.
CREATE INDEX trace_newest ON trace (start_time DESC, project_id DESC, trace_id DESC);
CREATE INDEX trace_customer ON trace (customer, start_time DESC) WHERE customer IS NOT NULL;
CREATE INDEX trace_user ON trace (end_user, start_time DESC) WHERE end_user IS NOT NULL;
CREATE INDEX trace_session ON trace (session, start_time DESC) WHERE session IS NOT NULL;
CREATE INDEX trace_failed ON trace (start_time DESC) WHERE error_count > 0;
CREATE INDEX trace_unpriced ON trace (start_time DESC) WHERE unpriced_count > 0;
