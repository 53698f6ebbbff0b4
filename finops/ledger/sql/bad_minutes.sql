-- The minutes of a counter in which most events were bad.
SELECT minute, good, total FROM slo_minute
WHERE counter_id = %(counter)s AND minute >= %(start)s AND minute < %(end)s AND good < total
ORDER BY total - good DESC, minute DESC
LIMIT %(most)s
