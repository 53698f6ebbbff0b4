"""What arrived in the last hour, as bars. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from finops.ingestion.types import Minute

MINUTES, WIDTH, HEIGHT = 60, 1000, 80
RATE_MINUTES = 5


class Bar(NamedTuple):
    """One minute and its rectangle in the drawing."""

    minute: Minute
    x: float
    y: float
    width: float
    height: float


def fill(found: Sequence[Minute], now: dt.datetime) -> list[Minute]:
    """The last 60 minutes up to this one, empty ones included."""
    known = {minute.start: minute for minute in found}
    last = now.replace(second=0, microsecond=0)
    starts = [last - dt.timedelta(minutes=back) for back in range(MINUTES - 1, -1, -1)]
    return [known.get(start, Minute(start, 0, 0)) for start in starts]


def rate(minutes: Sequence[Minute]) -> float:
    """Items a second over the last whole minutes."""
    whole = minutes[-1 - RATE_MINUTES : -1]
    return sum(minute.items for minute in whole) / (60 * max(len(whole), 1))


def bars(minutes: Sequence[Minute]) -> list[Bar]:
    """The minutes drawn."""
    most = max([minute.items for minute in minutes] + [1])
    step = WIDTH / MINUTES
    return [_bar(minute, step * position, step * 0.8, most) for position, minute in enumerate(minutes)]


def _bar(minute: Minute, x: float, width: float, most: int) -> Bar:
    height = minute.items / most * HEIGHT
    return Bar(minute, round(x, 2), round(HEIGHT - height, 2), round(width, 2), round(height, 2))
