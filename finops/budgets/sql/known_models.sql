-- Which models answer for which: who asks before a call knows the model by the name it is asked for.
SELECT DISTINCT request_model, response_model
FROM dimension_set
WHERE request_model IS NOT NULL AND response_model IS NOT NULL AND request_model <> response_model
  AND (%(all)s OR response_model = ANY (%(wanted)s))
