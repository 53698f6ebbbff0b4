-- The newest points of some series that hold exemplars.
SELECT a.project_id, p.time, p.exemplars
FROM unnest(%(projects)s::integer[], %(series)s::bigint[]) AS a (project_id, series_id)
CROSS JOIN LATERAL (
    SELECT time, exemplars FROM (
        SELECT time, exemplars FROM metric_point p
        WHERE p.project_id = a.project_id AND p.series_id = a.series_id
            AND p.time >= %(since)s AND p.time < %(until)s
        ORDER BY time DESC
        LIMIT %(looked)s
    ) newest
    WHERE exemplars IS NOT NULL
    LIMIT %(most)s
) p
ORDER BY p.time DESC
LIMIT %(most)s
