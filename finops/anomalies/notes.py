"""Anomalies as notes on the chart of Spend."""

from collections.abc import Iterator

from django.urls import reverse

from finops.accounts import selectors as accounts
from finops.anomalies import selectors, words
from finops.anomalies.models import Anomaly
from finops.core.periods import Days, instants
from finops.spend.happenings import Happening
from finops.spend.types import Filter

MOST = 10


def notes(days: Days, filters: tuple[Filter, ...]) -> Iterator[Happening]:
    """The dearest of these days that are about what the filters let through."""
    zone = accounts.time_zone()
    found = selectors.within(*instants(days, zone))
    for one in [one for one in found if _passes(one, filters)][:MOST]:
        label = f"{words.difference(one)}: {words.name_of(one)}"
        day = max(one.starts_at.astimezone(zone).date(), days.start)
        yield Happening(day, label, reverse("anomaly", args=[one.pk]))


def _passes(one: Anomaly, filters: tuple[Filter, ...]) -> bool:
    path = dict(one.path)
    return all(wanted.dimension in path and path[wanted.dimension] in wanted.values for wanted in filters)
