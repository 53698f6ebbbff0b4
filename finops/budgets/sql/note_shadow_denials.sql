INSERT INTO budgets_shadowdenial AS known (budget_id, value, hour, count, last_asked, last_at)
SELECT %(budget)s, %(value)s, %(hour)s, %(count)s, %(asked)s, %(at)s
WHERE EXISTS (SELECT FROM budgets_budget WHERE id = %(budget)s)
ON CONFLICT (budget_id, value, hour) DO UPDATE SET
    count = known.count + excluded.count,
    last_asked = CASE WHEN excluded.last_at >= known.last_at THEN excluded.last_asked ELSE known.last_asked END,
    last_at = greatest(known.last_at, excluded.last_at)
