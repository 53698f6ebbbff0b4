SELECT coalesce(p.name, 'project ' || o.project_id), o.service, o.dialect, o.scope_name, o.scope_version, o.layer,
       count(*), min(o.first_seen)
FROM origin o LEFT JOIN accounts_project p ON p.id = o.project_id
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5
LIMIT 200
