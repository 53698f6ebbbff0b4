"""Reading anomalies."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Q, QuerySet

from finops.anomalies.models import Anomaly, Threshold
from finops.core.paging import BigInt, Cursor

MOST_WITHIN = 200
GOING_ON = Q(ended_at=None, withdrawn_at=None, expected_at=None)


class Ended(NamedTuple):
    """Where a page of the list ended."""

    starts_at: dt.datetime
    id: BigInt


ENDED = Cursor(Ended)


def threshold() -> Threshold:
    """From when on a surprise is worth telling, with the defaults until somebody sets it."""
    return Threshold.objects.filter(id=1).first() or Threshold(id=1)


def going_on(*, most: int | None = None) -> list[Anomaly]:
    """What goes on, the most money first."""
    found = Anomaly.objects.filter(GOING_ON).defer("course", "others")
    return sorted(found, key=lambda one: (-one.excess, one.pk))[:most]


def over() -> QuerySet[Anomaly]:
    """What ended, was taken back or is expected, the newest first."""
    return Anomaly.objects.exclude(GOING_ON).order_by("-starts_at", "-pk")


def found(goes_on: bool | None = None) -> QuerySet[Anomaly]:
    """All anomalies, those that go on, or those that are over; the newest first."""
    if goes_on is None:
        return Anomaly.objects.order_by("-starts_at", "-pk")
    return Anomaly.objects.filter(GOING_ON).order_by("-starts_at", "-pk") if goes_on else over()


def after(found: QuerySet[Anomaly], cursor: str) -> QuerySet[Anomaly]:
    """What follows the end of a page. Raises BadParameter for what no page has given out."""
    end = ENDED.decode(cursor)
    return found.filter(Q(starts_at__lt=end.starts_at) | Q(starts_at=end.starts_at, pk__lt=end.id))


def cursor_of(one: Anomaly) -> str:
    """The end of a page."""
    return ENDED.encode(Ended(one.starts_at, one.pk))


def within(since: dt.datetime, until: dt.datetime) -> list[Anomaly]:
    """Those that overlap a span of time and stand, the most money first; of very many the newest."""
    stand = Anomaly.objects.filter(withdrawn_at=None, expected_at=None).defer("course", "others")
    found = stand.filter(starts_at__lt=until, ends_at__gt=since).order_by("-starts_at", "-pk")[:MOST_WITHIN]
    return sorted(found, key=lambda one: (-one.excess, one.pk))
