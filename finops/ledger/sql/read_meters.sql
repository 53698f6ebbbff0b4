-- The series of known meters of some sessions and users' days, with all their points of that time.
SELECT
    uuid_send(given.trace_id), s.origin_id, s.name, s.temporality, s.attributes, s.dims,
    array_agg((date_part('epoch', p.start_time) * 1000000)::bigint ORDER BY p.time, p.start_time),
    array_agg((date_part('epoch', p.time) * 1000000)::bigint ORDER BY p.time, p.start_time),
    array_agg(p.value ORDER BY p.time, p.start_time)
FROM unnest(
    %(charged_in)s::uuid[], %(meters)s::uuid[], %(since)s::timestamptz[], %(until)s::timestamptz[]
) AS given (trace_id, meter_id, since, until)
JOIN metric_series AS s
    ON s.project_id = %(project)s AND s.meter_id = given.meter_id AND s.name = ANY (%(names)s)
CROSS JOIN LATERAL (
    SELECT time, start_time, value FROM metric_point
    WHERE project_id = s.project_id AND series_id = s.series_id AND value IS NOT NULL
        AND time >= given.since AND time < given.until
    UNION -- of days that were dropped; a point that is sent again stands in both
    SELECT time, start_time, value FROM metered_point
    WHERE project_id = s.project_id AND series_id = s.series_id AND time >= given.since AND time < given.until
) AS p
GROUP BY given.trace_id, s.series_id, s.project_id
