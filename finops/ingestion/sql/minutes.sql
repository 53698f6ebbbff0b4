-- The newest minutes. Read along batch_received, whose newest end is all it touches.
SELECT date_bin('1 minute', received_at, 'epoch'), sum(item_count), sum(rejected_count)
FROM batch
WHERE received_at >= %(since)s
GROUP BY 1
ORDER BY 1
