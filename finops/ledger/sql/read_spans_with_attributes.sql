-- As read_spans.sql, with the attributes that are asked for among the dimensions. Only text and numbers that
-- mean something can stand for a dimension.
SELECT
    uuid_send(trace_id), span_id, parent_span_id, fingerprint, origin_id,
    (date_part('epoch', start_time) * 1000000)::bigint, duration_ns, status, role, name,
    CASE WHEN attributes ?| %(keys)s::text[]
        THEN (coalesce(dims, '{}') || coalesce((
            SELECT jsonb_object_agg(asked.name, asked.value) FROM (
                SELECT DISTINCT ON (name) name, left(attributes ->> key, 256) AS value
                FROM unnest(%(keys)s::text[], %(names)s::text[]) WITH ORDINALITY AS given (key, name, place)
                WHERE attributes ? key
                  AND (name LIKE '@%%' OR (jsonb_typeof(attributes -> key) IN ('string', 'number')
                       AND lower(btrim(attributes ->> key)) <> ALL (%(meaningless)s::text[])))
                ORDER BY name, place
            ) AS asked
        ), '{}'))::text
        ELSE dims::text
    END
FROM span
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
  AND start_time BETWEEN %(start)s AND %(end)s
