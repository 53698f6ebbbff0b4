-- What each series spent in each of some hours: one row a series, with the places of the hours among `starts`.
-- Series that spent less than `least` in all of them can surprise nobody.
WITH facts AS MATERIALIZED (
    SELECT h.place::int, r.dimension_set_id, sum(r.cost) AS cost
    FROM unnest(%(starts)s::timestamptz[]) WITH ORDINALITY AS h(start, place)
    JOIN spend_quarter_hour AS r ON r.bucket >= h.start AND r.bucket < h.start + interval '1 hour'
    GROUP BY 1, 2
), sums AS (
    SELECT
        f.place, grouping(d.team, d.response_model, d.journey, d.project_id) AS kind,
        coalesce(d.team, d.response_model, d.journey, d.project_id::text) AS value, sum(f.cost) AS cost
    FROM facts AS f JOIN dimension_set AS d ON d.id = f.dimension_set_id
    GROUP BY GROUPING SETS ((f.place), (f.place, d.team), (f.place, d.response_model), (f.place, d.journey), (f.place, d.project_id))
)
SELECT kind, value, array_agg(place), array_agg(cost::float8)
FROM sums WHERE cost <> 0
GROUP BY kind, value HAVING sum(cost) >= %(least)s
ORDER BY sum(cost) DESC, kind, value LIMIT %(most)s
