SELECT id, model_id, context::text, valid_from, time_from
FROM price
WHERE superseded_at IS NULL
