-- What is behind each name: kinds and units, from `looked` series of it, and the last point of the newest of them.
WITH found AS (
    SELECT s.name, s.kind, s.is_monotonic, s.unit, s.description, s.project_id, s.series_id, s.first_seen, o.service
    FROM unnest(%(names)s::text[]) AS m (name)
    CROSS JOIN LATERAL (
        SELECT * FROM metric_series s
        WHERE s.name = m.name AND (%(projects)s::integer[] IS NULL OR s.project_id = ANY(%(projects)s))
        LIMIT %(looked)s
    ) s
    LEFT JOIN origin o USING (project_id, origin_id)
    WHERE %(service)s = '' OR o.service = %(service)s
), grouped AS (
    SELECT name, kind, is_monotonic, unit, max(description) AS description, count(*) AS series,
        (array_agg(DISTINCT service ORDER BY service) FILTER (WHERE service IS NOT NULL))[:%(services)s] AS services,
        (array_agg(project_id ORDER BY first_seen DESC))[:%(newest)s] AS project_ids,
        (array_agg(series_id ORDER BY first_seen DESC))[:%(newest)s] AS series_ids
    FROM found
    GROUP BY name, kind, is_monotonic, unit
)
SELECT name, kind, is_monotonic, unit, description, coalesce(services, '{}'), series, (
    SELECT max(last.time)
    FROM unnest(project_ids, series_ids) AS s (project_id, series_id)
    CROSS JOIN LATERAL (
        SELECT p.time FROM metric_point p
        WHERE p.project_id = s.project_id AND p.series_id = s.series_id AND p.time >= %(since)s
        ORDER BY p.time DESC
        LIMIT 1
    ) last
)
FROM grouped
ORDER BY name, kind, is_monotonic, unit
