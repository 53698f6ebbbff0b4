UPDATE trace AS t SET unpriced_count = sums.unpriced_count, cost = sums.cost
FROM sums
WHERE t.project_id = %(project)s AND t.trace_id = sums.trace_id
