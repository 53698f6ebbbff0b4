-- As read_origins.sql, with the attributes that are asked for among the dimensions; those of the scope first.
-- Only text and numbers that mean something can stand for a dimension.
SELECT origin_id, layer, scope_name, dialect, service, (dims || coalesce((
    SELECT jsonb_object_agg(asked.name, asked.value) FROM (
        SELECT DISTINCT ON (name) name, left(attributes #>> ARRAY[part, key], 256) AS value
        FROM unnest(%(keys)s::text[], %(names)s::text[]) WITH ORDINALITY AS given (key, name, place)
        CROSS JOIN unnest(ARRAY['scope', 'resource']) WITH ORDINALITY AS parts (part, part_place)
        WHERE attributes -> part ? key
          AND (name LIKE '@%%' OR (jsonb_typeof(attributes #> ARRAY[part, key]) IN ('string', 'number')
               AND lower(btrim(attributes #>> ARRAY[part, key])) <> ALL (%(meaningless)s::text[])))
        ORDER BY name, part_place, place
    ) AS asked
), '{}'))::text
FROM origin
WHERE project_id = %(project)s AND origin_id = ANY (%(ids)s)
