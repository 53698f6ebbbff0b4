SELECT
    (SELECT max(received_at) FROM batch),
    (SELECT count(*) FROM batch WHERE settled_at IS NULL),
    (SELECT min(received_at) FROM batch WHERE settled_at IS NULL),
    (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - received_at))
     FROM batch WHERE received_at >= %(since)s AND settled_at IS NOT NULL)
