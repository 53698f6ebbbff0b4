SELECT b.id, coalesce(p.name, 'project ' || b.project_id), signal, received_at, settled_at, min_time, max_time,
       byte_count, request_count, item_count, stored_count, rejected_count, charge_count, attempts, error
FROM batch b LEFT JOIN accounts_project p ON p.id = b.project_id
WHERE settled_at IS NULL AND attempts > 0
ORDER BY b.id
LIMIT 50
