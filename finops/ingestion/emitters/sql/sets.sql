-- The dimension sets of one service.
SELECT d.id FROM dimension_set d JOIN accounts_project p ON p.id = d.project_id
WHERE p.name = %(project)s AND d.service IS NOT DISTINCT FROM %(service)s
