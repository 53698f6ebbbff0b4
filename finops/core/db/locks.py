"""The namespaces of Postgres advisory locks, so that no two features share one by accident.

Used as the first number of the two-number form: `pg_advisory_xact_lock(namespace, key)`.
"""

PARTITIONS = 1  # making partitions
SETTLE = 2  # traces, and response ids shared by traces, that are being settled
DEMO = 3  # loading and removing demo data
RULES = 4  # the attribution rules that settling goes by
BUDGETS = 5  # evaluating all budgets
NOTIFICATIONS = 6  # deciding who is told of what
DELIVERY = 7  # sending what waits
ANOMALIES = 8  # looking for anomalies
