-- Where else these responses were seen; one row more than is allowed tells that an id is too common.
SELECT given.response_key, uuid_send(seen.trace_id)
FROM unnest(%(keys)s::bigint[], %(known)s::uuid[]) AS given (response_key, trace_id)
CROSS JOIN LATERAL (
    SELECT trace_id FROM charge
    WHERE project_id = %(project)s AND response_key = given.response_key
      AND trace_id <> given.trace_id
      AND time BETWEEN %(start)s AND %(end)s
      AND line = 0 AND role IN (1, 3)
      AND NOT coalesce(flags @> '{not_billable}', false)
    LIMIT %(limit)s
) AS seen
