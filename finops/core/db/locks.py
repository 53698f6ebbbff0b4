"""The namespaces of Postgres advisory locks, so that no two features share one by accident.

Used as the first number of the two-number form: `pg_advisory_xact_lock(namespace, key)`.
"""

from django.db import connection

PARTITIONS = 1  # making partitions
SETTLE = 2  # traces, and response ids shared by traces, that are being settled
DEMO = 3  # loading and removing demo data
RULES = 4  # the attribution rules that settling goes by
BUDGETS = 5  # evaluating all budgets
NOTIFICATIONS = 6  # deciding who is told of what
DELIVERY = 7  # sending what waits
ANOMALIES = 8  # looking for anomalies

TRY = "SELECT pg_try_advisory_xact_lock(%s, 0)"


def take(namespace: int) -> bool:
    """Whether this transaction has it now; it ends with the transaction. False while another one does."""
    with connection.cursor() as cursor:
        cursor.execute(TRY, [namespace])
        (mine,) = cursor.fetchone()
    return bool(mine)
