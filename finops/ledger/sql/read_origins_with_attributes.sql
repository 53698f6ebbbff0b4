-- As read_origins.sql, with the attributes that rules ask for among the dimensions.
SELECT origin_id, layer, scope_name, dialect, service, (dims || coalesce((
    SELECT jsonb_object_agg(
        '@' || key, left(coalesce(attributes #>> ARRAY['scope', key], attributes #>> ARRAY['resource', key]), 256)
    )
    FROM unnest(%(keys)s::text[]) AS key
    WHERE attributes -> 'scope' ? key OR attributes -> 'resource' ? key
), '{}'))::text
FROM origin
WHERE project_id = %(project)s AND origin_id = ANY (%(ids)s)
