"""What happened to spend, as features above it tell: notes on charts of cost."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from finops.core.charts import Note
from finops.core.periods import Days
from finops.spend.links import Place
from finops.spend.types import Filter, Measure


class Happening(NamedTuple):
    """Something that happened on a day of the organisation; `href` shows it."""

    day: dt.date
    label: str
    href: str


Teller = Callable[[Days, tuple[Filter, ...]], Iterable[Happening]]
_tellers: list[Teller] = []


def tells(teller: Teller) -> None:
    """From now on charts note what this tells of some days and filters."""
    if teller not in _tellers:
        _tellers.append(teller)


def happenings(place: Place, shown: Sequence[dt.date]) -> list[Note]:
    """Each in the period its day lies in; none where the page is not about cost."""
    if place.measure != Measure.COST or not shown:
        return []
    found = (one for teller in _tellers for one in teller(place.range.days, place.filters))
    return [
        Note(max(start for start in shown if start <= one.day), one.label, one.href)
        for one in found
        if shown[0] <= one.day
    ]
