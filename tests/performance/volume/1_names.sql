-- Who spends: 25 journeys of 12 teams in 3 projects, 40 services, 12 models, 5 steps. One journey in 25 belongs to nobody.
CREATE FUNCTION pg_temp.share(number bigint, salt int) RETURNS float8 IMMUTABLE LANGUAGE sql
RETURN (hashint8extended(number, salt) & 2147483647) / 2147483648.0::float8;

CREATE TEMP TABLE known_project AS
SELECT (row_number() OVER (ORDER BY id) - 1)::int AS number, id::int FROM accounts_project ORDER BY id LIMIT 3;

CREATE TEMP TABLE journey AS
SELECT j AS number, p.id AS project_id,
       CASE WHEN j < 24 THEN 'journey-' || lpad(j::text, 2, '0') END AS name,
       CASE WHEN j < 24 THEN 'team-' || lpad((j %% 12)::text, 2, '0') END AS team
FROM generate_series(0, 24) AS j JOIN known_project p ON p.number = j %% 3;

INSERT INTO dimension_set (id, digest, project_id, environment, service, team, journey, step, operation, provider,
                           request_model, response_model)
OVERRIDING SYSTEM VALUE
SELECT 1000000 + j.number + 25 * model + 300 * step + 1500 * variant,
       md5(concat_ws('/', j.number, model, step, variant))::uuid, j.project_id,
       CASE variant WHEN 0 THEN 'production' ELSE 'staging' END,
       'service-' || lpad((j.number + 15 * variant)::text, 2, '0'), j.team, j.name, 'step-' || step, 'chat',
       CASE WHEN model < 6 THEN 'openai' ELSE 'anthropic' END, 'model-' || model, 'model-' || model || '-2026'
FROM journey j, generate_series(0, 11) AS model, generate_series(0, 4) AS step, generate_series(0, 1) AS variant;

INSERT INTO origin (project_id, origin_id, layer, service, scope_name, scope_version, schema_url, dialect, attributes, dims)
SELECT project_id, number + 15 * variant, 2, 'service-' || lpad((number + 15 * variant)::text, 2, '0'),
       'opentelemetry.instrumentation.openai', '2.1', '', 'otel_genai', '{}', '{}'
FROM journey, generate_series(0, 1) AS variant
ON CONFLICT DO NOTHING;
