SELECT component.price_id, component.unit, component.per, component.rate, component.tier_start
FROM price_component AS component
JOIN price ON price.id = component.price_id
WHERE price.superseded_at IS NULL
