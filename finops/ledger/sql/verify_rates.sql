SELECT unit, per, rate, tier_start FROM price_component WHERE price_id = %s
