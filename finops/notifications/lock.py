"""Taking an advisory lock, so that only one worker does what one worker should do."""

from django.db import connection

TRY = "SELECT pg_try_advisory_xact_lock(%s, 0)"


def take(namespace: int) -> bool:
    """Whether this transaction has it now; it ends with the transaction. False while another one does."""
    with connection.cursor() as cursor:
        cursor.execute(TRY, [namespace])
        (mine,) = cursor.fetchone()
    return bool(mine)
