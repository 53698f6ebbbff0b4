SELECT b.id, coalesce(p.name, 'project ' || b.project_id), signal, received_at, settled_at, min_time, max_time,
       byte_count, request_count, item_count, stored_count, rejected_count, charge_count, attempts, error
FROM batch b LEFT JOIN accounts_project p ON p.id = b.project_id
WHERE (%(projects)s::int[] IS NULL OR project_id = ANY(%(projects)s))
  AND (%(settled)s::boolean IS NULL OR (settled_at IS NOT NULL) = %(settled)s)
  AND (%(before)s::bigint IS NULL OR b.id < %(before)s)
ORDER BY b.id DESC
LIMIT %(most)s
