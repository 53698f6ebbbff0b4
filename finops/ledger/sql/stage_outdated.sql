-- Charges that counters have outgrown, staged as uncounted, so that the rollups lose what they added.
INSERT INTO settled_charge
SELECT trace_id, span_id, time, fingerprint, line, dimension_set_id, false, 'superseded', NULL, NULL,
    customer, end_user, session
FROM charge
WHERE project_id = %(project)s AND source = 4 AND dimension_set_id IS NOT NULL
  AND trace_id = ANY (%(closure)s::uuid[]) AND fingerprint = ANY (%(fingerprints)s)
