SELECT coalesce(max(id), 0) FROM price_revision
