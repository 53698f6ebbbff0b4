-- What was spent in some hours by what series are told apart by: the places of the hours among `starts`, and floats
-- of what was spent. A place may stand there several times: whoever reads it adds up.
SELECT d.team, d.response_model, d.journey, d.project_id, f.places, f.costs
FROM (
    SELECT r.dimension_set_id, array_agg(h.place::int - 1) AS places, array_agg(r.cost::float8) AS costs
    FROM unnest(%(starts)s::timestamptz[]) WITH ORDINALITY AS h(start, place)
    -- The four quarters by name: of a range the planner expects most of the table.
    JOIN spend_quarter_hour AS r ON r.bucket IN (
        h.start, h.start + interval '15 minutes', h.start + interval '30 minutes', h.start + interval '45 minutes'
    )
    WHERE r.cost <> 0
    GROUP BY 1
) AS f
JOIN dimension_set AS d ON d.id = f.dimension_set_id
