SELECT origin_id, layer, scope_name, dialect, service, dims::text
FROM origin
WHERE project_id = %(project)s AND origin_id = ANY (%(ids)s)
