"""What several commands take."""

import datetime as dt

from finops.core.periods import day_start


def moment(text: str) -> dt.datetime:
    """The beginning of a day in UTC. Raises ValueError."""
    return day_start(dt.date.fromisoformat(text), dt.UTC)
