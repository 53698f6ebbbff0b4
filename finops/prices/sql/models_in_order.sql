SELECT provider.name, provider.fallback::text, model.id, model.match::text
FROM priced_model AS model
JOIN price_provider AS provider ON provider.id = model.provider_id
WHERE model.position IS NOT NULL
ORDER BY provider.id, model.position
