-- Values of custom dimensions by name; null: none is stated. Sets of before have none.
ALTER TABLE dimension_set ADD COLUMN custom jsonb;
