INSERT INTO dimension_set (
    digest, project_id, environment, service, team, cost_center, feature, journey, step, agent,
    prompt_name, prompt_version, operation, provider, request_model, response_model, region, custom
)
SELECT
    (one ->> 0)::uuid, (one ->> 1)::integer, one ->> 2, one ->> 3, one ->> 4, one ->> 5, one ->> 6,
    one ->> 7, one ->> 8, one ->> 9, one ->> 10, one ->> 11, one ->> 12, one ->> 13, one ->> 14,
    one ->> 15, one ->> 16, (one ->> 17)::jsonb
FROM unnest(%s::text[]::jsonb[]) WITH ORDINALITY AS given (one, position)
ORDER BY position
ON CONFLICT (digest) DO NOTHING
