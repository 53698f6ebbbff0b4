-- There may be very many customers, so only those of the latest rows are looked at, along the primary key.
SELECT 'customer' AS dimension, customer
FROM (SELECT customer FROM customer_daily ORDER BY day DESC LIMIT %(rows)s) AS latest
WHERE strpos(lower(customer), lower(%(text)s)) > 0
GROUP BY customer
ORDER BY strpos(lower(customer), lower(%(text)s)) <> 1, length(customer), customer
LIMIT %(most)s
