-- The last day by quarter hour, from the newest batches only: how many there are depends on the senders.
SELECT date_bin('15 minutes', received_at, 'epoch'), count(*), sum(item_count)::bigint, sum(rejected_count)::bigint,
       (percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - received_at)))::float8
FROM (
    SELECT received_at, settled_at, item_count, rejected_count FROM batch
    WHERE received_at >= %(since)s
    ORDER BY received_at DESC
    LIMIT %(most)s
) newest
GROUP BY 1
ORDER BY 1
