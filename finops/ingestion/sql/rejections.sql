-- The newest refusals only, because a broken emitter can send millions of them.
SELECT reason, coalesce(p.name, 'project ' || newest.project_id), service, sum(item_count), max(received_at),
       (array_agg(example ORDER BY newest.id DESC))[1]
FROM (SELECT * FROM rejection WHERE received_at >= %(since)s ORDER BY received_at DESC LIMIT %(most)s) newest
LEFT JOIN accounts_project p ON p.id = newest.project_id
GROUP BY 1, 2, 3
ORDER BY sum(item_count) DESC, reason, 2, service
LIMIT 50
