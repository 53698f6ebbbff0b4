-- As read_spans.sql, with the attributes that rules ask for among the dimensions.
SELECT
    uuid_send(trace_id), span_id, parent_span_id, fingerprint, origin_id,
    (date_part('epoch', start_time) * 1000000)::bigint, duration_ns, status, role, name,
    CASE WHEN attributes ?| %(keys)s::text[]
        THEN (coalesce(dims, '{}') || (
            SELECT jsonb_object_agg('@' || key, left(attributes ->> key, 256))
            FROM unnest(%(keys)s::text[]) AS key WHERE attributes ? key
        ))::text
        ELSE dims::text
    END
FROM span
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
  AND start_time BETWEEN %(start)s AND %(end)s
