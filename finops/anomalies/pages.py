"""What the pages of anomalies show: sentences, addresses, the table of what explains them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from finops.anomalies import words
from finops.anomalies.documents import series_from
from finops.anomalies.models import Anomaly
from finops.anomalies.news import severity_of
from finops.anomalies.types import Granularity, Kind, Series
from finops.core import viewer
from finops.core.periods import Days, through
from finops.spend import links
from finops.spend.dimensions import label_of
from finops.spend.links import Place
from finops.spend.params import Range
from finops.spend.types import Filter

TONES = {"going_on": "bad", "ended": "", "expected": "good", "withdrawn": ""}
KINDS = {Kind.RISE: "More than usual", Kind.FALL: "Less than usual", Kind.NEW: "New"}
HOUR = dt.timedelta(hours=1)


class Line(NamedTuple):
    """One anomaly of the list."""

    anomaly: Anomaly
    url: str
    difference: str
    name: str
    why: str
    when: str
    state: str
    tone: str


class Value(NamedTuple):
    """One value that explains a part, with the pages that show it."""

    name: str
    is_missing: bool
    now: Decimal
    usual: Decimal
    share: Decimal
    url: str


class Table(NamedTuple):
    """The values of one dimension."""

    label: str
    values: list[Value]


class Links(NamedTuple):
    """Where the evidence is."""

    spend: str
    charges: str
    traces: str


def line(one: Anomaly, now: dt.datetime) -> Line:
    """As the list shows it."""
    state = words.state_of(one)
    calm = one.kind == Kind.FALL and state == "going_on"
    return Line(
        one,
        reverse("anomaly", args=[one.pk]),
        words.difference(one),
        words.name_of(one),
        _why(one),
        words.when(one, viewer.zone(), timezone.get_current_timezone(), now),
        words.STATES[state],
        "watch" if calm else TONES[state],
    )


def _why(one: Anomaly) -> str:
    reason = words.reason(words.explanation_of(one))
    return ", ".join(filter(None, ["new" if one.kind == Kind.NEW else "", reason]))


def sentence(one: Anomaly, now: dt.datetime) -> str:
    """What happened, for somebody who looks at it now."""
    return words.sentence(one, viewer.zone(), timezone.get_current_timezone(), now)


def tables(one: Anomaly) -> list[Table]:
    """What explains it, dimension by dimension, each value with its spend of these days."""
    days = days_of(one)
    path = series_from(one.path)
    return [
        Table(
            label_of(part.dimension),
            [
                Value(
                    words.NOBODY.capitalize() if value.value is None else value.value,
                    value.value is None,
                    value.now,
                    value.usual,
                    value.share,
                    _spend(days, [*_others(path, part.dimension), Series(part.dimension, value.value)]),
                )
                for value in part.values
            ],
        )
        for part in words.explanation_of(one).parts
    ]


def _others(path: Iterable[Series], dimension: str) -> list[Series]:
    return [one for one in path if one.dimension != dimension]


def links_of(one: Anomaly) -> Links:
    """Spend, charges and traces of the values that stand for it, on its days."""
    path = series_from(one.path)
    filters, days = _filters(path), days_of(one)
    known = [(wanted.dimension, value) for wanted in filters for value in wanted.values]
    traces = [({"response_model": "model"}.get(name, name), value) for name, value in known if name in TRACED]
    return Links(
        _spend(days, path),
        links.charges_url(days, filters),
        links.address("traces", [*links.days_pairs(days), *traces]),
    )


TRACED = ("team", "journey", "service", "response_model")


def days_of(one: Anomaly) -> Days:
    """The days of the organisation it touches."""
    zone = timezone.get_current_timezone()
    first, last = (at.astimezone(zone).date() for at in (one.starts_at, one.ends_at - HOUR / 60))
    return through(first, last)


def _spend(days: Days, path: Iterable[Series]) -> str:
    filters = _filters(path)
    free = [name for name in ("journey", "response_model", "team", "service") if name not in dict(path)]
    return links.spend_url(Place(Range(days, ""), filters, tuple(free[:1])))


def _filters(path: Iterable[Series]) -> tuple[Filter, ...]:
    return tuple(
        Filter(one.dimension, missing=True) if one.value is None else Filter(one.dimension, (one.value,))
        for one in path
        if one.dimension
    )


def facts(one: Anomaly) -> dict[str, object]:
    """The rest of what one page says."""
    explanation = words.explanation_of(one)
    series = [one.series, *series_from(one.others)]
    return {
        "kind": KINDS[Kind(one.kind)],
        "severity": str(severity_of(one)),
        "spent": words.spent(one),
        "rates": [] if one.kind == Kind.NEW else words.lines(explanation),
        "seen_in": ", ".join(dict.fromkeys(words.value_of(each) for each in series)),
        "by_hour": one.granularity == Granularity.HOUR,
    }
