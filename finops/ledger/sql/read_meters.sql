-- The series of known meters of some sessions, with all their points.
SELECT
    uuid_send(s.meter_id), s.origin_id, s.name, s.temporality, s.attributes, s.dims,
    array_agg((date_part('epoch', p.start_time) * 1000000)::bigint ORDER BY p.time, p.start_time),
    array_agg((date_part('epoch', p.time) * 1000000)::bigint ORDER BY p.time, p.start_time),
    array_agg(p.value ORDER BY p.time, p.start_time)
FROM metric_series AS s
JOIN metric_point AS p ON p.project_id = s.project_id AND p.series_id = s.series_id AND p.value IS NOT NULL
WHERE s.project_id = %(project)s AND s.meter_id = ANY (%(traces)s::uuid[]) AND s.name = ANY (%(names)s)
GROUP BY s.series_id, s.project_id
