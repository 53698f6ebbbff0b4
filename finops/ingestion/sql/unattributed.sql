-- Spend that no team claims, ranked by money.
SELECT coalesce(p.name, 'project ' || d.project_id), d.service,
       sum(f.calls)::bigint, sum(f.unpriced_calls)::bigint, sum(f.cost)
FROM spend_daily f
JOIN dimension_set d ON d.id = f.dimension_set_id
LEFT JOIN accounts_project p ON p.id = d.project_id
WHERE d.team IS NULL AND f.day >= %(first)s AND f.day < %(past)s AND f.calls > 0
GROUP BY 1, 2
ORDER BY sum(f.cost) DESC, sum(f.calls) DESC, 1, 2
LIMIT %(most)s
