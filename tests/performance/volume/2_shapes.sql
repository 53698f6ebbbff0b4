-- What happened: traces over the days before `end`, most with few spans and no call, and one with 10,000 spans.
CREATE TEMP TABLE shape AS
SELECT n, md5('trace ' || n)::uuid AS trace_id, j.project_id, j.number AS journey, j.name AS journey_name, j.team,
       s.variant, s.start_time, s.calls, s.spans, s.customer, s.end_user, s.failed
FROM (
    SELECT n,
           floor(25 * power(pg_temp.share(n, 1), 1.6))::int AS journey,
           (pg_temp.share(n, 2) > 0.8)::int AS variant,
           %(end)s::timestamptz - make_interval(days => %(days)s) * pg_temp.share(n, 3) AS start_time,
           CASE WHEN u < 0.60 THEN 0 WHEN u < 0.85 THEN 1 WHEN u < 0.95 THEN 2 WHEN u < 0.99 THEN 4 ELSE 6 END AS calls,
           CASE WHEN pg_temp.share(n, 5) > 0.99 THEN 33 ELSE floor(11 * pg_temp.share(n, 5))::int END AS spans,
           CASE WHEN pg_temp.share(n, 6) > 0.05
                THEN 'customer-' || lpad(floor(2000 * power(pg_temp.share(n, 7), 3))::text, 4, '0') END AS customer,
           CASE WHEN pg_temp.share(n, 6) > 0.02
                THEN 'user-' || lpad(floor(20000 * power(pg_temp.share(n, 8), 2))::text, 5, '0') END AS end_user,
           pg_temp.share(n, 9) > 0.97 AS failed
    FROM (SELECT n, pg_temp.share(n, 4) AS u FROM generate_series(1, %(traces)s) AS n) AS drawn
    UNION ALL
    SELECT -20, 3, 0, %(end)s::timestamptz - interval '1 hour', 500, 9499, 'customer-0001', 'user-00001', true
) AS s
JOIN journey j ON j.number = s.journey
ORDER BY s.start_time;
