"""Finding names and trace ids. Bounded: what a search costs does not grow with the ledger."""

import uuid

from finops.core.db.files import read_sql
from finops.core.db.rows import fetch
from finops.core.parameters import HEX
from finops.search.types import FoundTrace, Name

MOST = 5  # of each kind
LATEST_ROWS = 20_000  # of customers and days
FEWEST_DIGITS, ALL_DIGITS = 8, 32  # of a trace id; lists show the first eight
NAMES, CUSTOMERS, TRACES = (read_sql(__file__, name) for name in ("names.sql", "customers.sql", "traces.sql"))


def names(text: str) -> list[Name]:
    """Teams, models, journeys and recent customers whose name holds the text, the closest first."""
    wanted = {"text": text, "most": MOST, "rows": LATEST_ROWS}
    return fetch(Name, NAMES, wanted) + fetch(Name, CUSTOMERS, wanted)


def traces(text: str) -> list[FoundTrace]:
    """Traces whose id begins with the text; none when it cannot be the beginning of one."""
    digits = text.replace("-", "").lower()
    if not FEWEST_DIGITS <= len(digits) <= ALL_DIGITS or not HEX.fullmatch(digits):
        return []
    first, last = (uuid.UUID(digits.ljust(ALL_DIGITS, filler)) for filler in "0f")
    return fetch(FoundTrace, TRACES, {"first": first, "last": last, "most": MOST})
