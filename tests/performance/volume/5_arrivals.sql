-- How it came in: batches of 75 traces, settled two seconds later, some refusals, and what people did.
INSERT INTO batch (received_at, settled_at, min_time, max_time, byte_count, project_id, request_count, item_count,
                   stored_count, rejected_count, charge_count, signal, trace_ids)
SELECT max(start_time) + interval '1 second', max(start_time) + interval '3 seconds', min(start_time), max(start_time),
       sum(1 + calls + spans) * 830, project_id, 1, sum(1 + calls + spans), sum(1 + calls + spans), 0, sum(calls), 1,
       array_agg(trace_id)
FROM (SELECT *, row_number() OVER (PARTITION BY project_id ORDER BY start_time) / 75 AS number FROM shape) AS s
GROUP BY project_id, number
ORDER BY max(start_time);

INSERT INTO rejection (received_at, project_id, item_count, signal, reason, service, example)
SELECT %(end)s::timestamptz - interval '7 days' * power(pg_temp.share(n, 31), 2), p.id, 1 + n %% 40, 1,
       (ARRAY['too_old', 'too_large', 'malformed'])[1 + n %% 3], 'service-' || lpad((n %% 40)::text, 2, '0'), 'span ' || n
FROM generate_series(1, %(refusals)s) AS n JOIN known_project p ON p.number = n %% 3;

DELETE FROM audit_entry WHERE target LIKE 'thing %%';
INSERT INTO audit_entry (at, actor_name, action, target, detail)
SELECT %(end)s::timestamptz - make_interval(days => %(days)s) * pg_temp.share(n, 32),
       'person-' || n %% 60 || '@example.com',
       (ARRAY['key.created', 'key.revoked', 'user.created', 'traces.content.read', 'project.changed'])[1 + n %% 5],
       'thing ' || n, '{}'
FROM generate_series(1, %(entries)s) AS n;
