"""Counting all days anew when the organisation's days begin to end elsewhere."""

from finops.ledger.calendar import read_calendar
from finops.ledger.rollup_sql import DAY, WEEK, added
from finops.ledger.run_rollup_sql import STORED
from finops.ledger.settling.connection import settling_connection

# Whoever adds to days holds this row, so that it waits for them and they wait for it.
WANTED = "SELECT next_time_zone FROM accounts_organisation WHERE next_time_zone IS NOT NULL FOR UPDATE"
BY_DAY = [
    (rollup, source)
    for source, rollups in STORED
    for rollup in rollups
    if not {DAY, WEEK}.isdisjoint(rollup.key.values())
]
USE = "UPDATE accounts_organisation SET time_zone = %s, next_time_zone = NULL"


def recount_days() -> str | None:
    """Use the time zone that somebody wants and make all rollups by day anew; None when nobody wants one.

    One transaction: screens show the old days until all new ones are there.
    """
    with settling_connection() as connection, connection.transaction():
        row = connection.execute(WANTED).fetchone()
        if row is None:
            return None
        (zone,) = row
        connection.execute(USE, [zone])
        for table in sorted({rollup.table for rollup, _ in BY_DAY}):
            connection.execute(f"DELETE FROM {table}".encode())
        calendar = read_calendar(connection)
        for rollup, source in BY_DAY:
            connection.execute(added(rollup, f"({source}) AS f").encode(), calendar._asdict())
    return str(zone)
