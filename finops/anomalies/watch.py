"""Looking for anomalies: what is found is stored once, grows, ends, and is taken back when corrected."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from finops.accounts import selectors as accounts
from finops.anomalies import documents, news
from finops.anomalies.evaluation import LONGEST, LOOKED_AT, Explained, Known, Looked, look
from finops.anomalies.models import Anomaly
from finops.anomalies.selectors import threshold
from finops.anomalies.timeline import DAY, HOUR
from finops.anomalies.types import Finding, Granularity, Kind, Tick, Worth
from finops.core.db import locks

PERCENT = Decimal(100)
SHOWN = {Granularity.HOUR: HOUR * 6, Granularity.DAY: DAY * 10}  # before and after, for the chart


class Changes(NamedTuple):
    """What an evaluation changed, as it is stored."""

    begun: list[Anomaly]
    ended: list[Anomaly]
    withdrawn: list[Anomaly]


@transaction.atomic
def evaluate_all(now: dt.datetime) -> Changes | None:
    """Look at all spend at an aware moment. None while another worker does. Repeating it changes nothing."""
    if not locks.take(locks.ANOMALIES):
        return None
    stored = _stored(now)
    terms = threshold()
    worth = Worth(terms.amount, terms.share / PERCENT)
    looked = look(now, accounts.time_zone(), worth, [_known(one) for one in stored if _may_change(one, now)])
    changes = Changes([], [], [])
    for one in looked:
        _change(one, stored, changes, worth, now)
    _end_the_longest(stored, changes, now)
    over = [one for one in stored if not one.goes_on and one.withdrawn_at is None]
    news.tell(changes.begun, over, changes.withdrawn, now)
    return changes


def _stored(now: dt.datetime) -> list[Anomaly]:
    """What was told of the days that are looked at, and what is expected for some time yet."""
    since = now - LOOKED_AT[Granularity.DAY]
    wanted = Q(ends_at__gt=since) | Q(ended_at=None, withdrawn_at=None) | Q(quiet_until__gt=since)
    return list(Anomaly.objects.filter(wanted).order_by("starts_at", "pk"))


def _may_change(one: Anomaly, now: dt.datetime) -> bool:
    return one.goes_on or one.ends_at > now - LOOKED_AT[Granularity(one.granularity)]


def _known(one: Anomaly) -> Known:
    return Known(Granularity(one.granularity), Kind(one.kind), one.series, one.window, one.least)


def _change(
    looked: Looked, stored: Sequence[Anomaly], changes: Changes, worth: Worth, now: dt.datetime
) -> None:
    mine = [one for one in stored if one.granularity == looked.granularity]
    seen = set[int]()
    for found in looked.found:
        known = _match(found, mine, seen)
        if known:
            seen.add(known.pk)
            _grow(known, found, changes, now)
        elif not _is_quiet(found, stored) and not _is_told_by_the_hour(found, looked, stored, changes):
            changes.begun.append(_begin(looked.granularity, found, worth, now))
    for one in mine:
        if one.pk not in seen and one.starts_at >= looked.span.start and one.withdrawn_at is None:
            _withdraw(one, changes, now)


def _match(found: Explained, stored: Iterable[Anomaly], seen: set[int]) -> Anomaly | None:
    finding = found.cause.finding
    return next(
        (
            one
            for one in stored
            if one.pk not in seen
            and one.kind == finding.kind
            and one.series == finding.series
            and one.window.overlaps(finding.window)
        ),
        None,
    )


def _is_quiet(found: Explained, stored: Iterable[Anomaly]) -> bool:
    """Whether somebody said of the same series that this is expected for some time."""
    finding = found.cause.finding
    return any(
        one.quiet_until is not None
        and one.quiet_until > finding.window.start
        and one.series == finding.series
        and (one.kind == Kind.FALL) == (finding.kind is Kind.FALL)
        for one in stored
    )


def _is_told_by_the_hour(
    found: Explained, looked: Looked, stored: Iterable[Anomaly], changes: Changes
) -> bool:
    """Whether most of what days show is what hours have told of the same values."""
    if looked.granularity is not Granularity.DAY:
        return False
    finding = found.cause.finding
    path = {one.dimension: one.value for one in found.explanation.path}
    told = {one.pk: one for one in [*stored, *changes.begun] if one.granularity == Granularity.HOUR}
    excess = sum(
        one.excess
        for one in told.values()
        if one.withdrawn_at is None
        and (one.kind == Kind.FALL) == (finding.kind is Kind.FALL)
        and one.window.overlaps(finding.window)
        and all(path.get(dimension, value) == value for dimension, value in one.path)
    )
    return excess >= abs(found.actual - found.expected) / 2


def _begin(granularity: Granularity, found: Explained, worth: Worth, now: dt.datetime) -> Anomaly:
    finding = found.cause.finding
    one = Anomaly(
        granularity=str(granularity),
        kind=str(finding.kind),
        dimension=finding.series.dimension,
        value=finding.series.value,
        least=worth.amount,
        found_at=now,
    )
    _fill(one, found, now)
    one.ended_at = None if finding.goes_on else now
    one.save()
    return one


def _fill(one: Anomaly, found: Explained, now: dt.datetime) -> None:
    """The numbers as they are now."""
    finding = found.cause.finding
    one.starts_at, one.ends_at = finding.window
    one.actual, one.expected = found.actual, found.expected
    one.path = documents.series_json(found.explanation.path)
    one.explanation = documents.explanation_json(found.explanation)
    one.course = documents.course_json(_around(finding, Granularity(one.granularity)))
    one.others = documents.series_json(other.series for other in found.cause.others)
    one.evaluated_at = now


def _around(finding: Finding, granularity: Granularity) -> list[Tick]:
    start, end = finding.window
    around = SHOWN[granularity]
    return [one for one in finding.course if start - around <= one.start < end + around]


def _grow(one: Anomaly, found: Explained, changes: Changes, now: dt.datetime) -> None:
    went_on = one.goes_on
    _fill(one, found, now)
    one.withdrawn_at = None
    if not found.cause.finding.goes_on:
        one.ended_at = one.ended_at or now
    elif one.ended_at:
        one.ended_at = None
    if one.goes_on and not went_on:
        one.told += 1
        changes.begun.append(one)
    elif went_on and not one.goes_on:
        changes.ended.append(one)
    one.save()


def _withdraw(one: Anomaly, changes: Changes, now: dt.datetime) -> None:
    if one.expected_at is None:
        if one.goes_on:
            changes.withdrawn.append(one)
        one.withdrawn_at = one.evaluated_at = now
        one.save(update_fields=["withdrawn_at", "evaluated_at"])


def _end_the_longest(stored: Iterable[Anomaly], changes: Changes, now: dt.datetime) -> None:
    """What began before everything that is looked at has become usual, or days tell of it."""
    for one in stored:
        longest = LONGEST if one.granularity == Granularity.HOUR else LOOKED_AT[Granularity.DAY]
        if one.goes_on and one.starts_at < now - longest:
            one.ended_at = now
            one.save(update_fields=["ended_at"])
            changes.ended.append(one)
