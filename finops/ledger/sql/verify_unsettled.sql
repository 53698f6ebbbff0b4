-- Charges that nobody has settled although no batch that waits holds their trace.
SELECT c.project_id, c.trace_id, c.span_id
FROM charge AS c
WHERE c.dimension_set_id IS NULL AND c.time >= %(since)s
  AND NOT EXISTS (
      SELECT 1 FROM batch AS b
      WHERE b.settled_at IS NULL AND b.project_id = c.project_id AND c.trace_id = ANY (b.trace_ids)
  )
