"""What is not as usual at a moment: read, judged, folded and explained. Nothing is stored here."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.anomalies import judging, reading, timeline
from finops.anomalies.explaining import Explanation, explain
from finops.anomalies.folding import Cause, causes
from finops.anomalies.judging import Judged
from finops.anomalies.season import FEWEST
from finops.anomalies.timeline import BACK, DAY, HOUR, Timeline
from finops.anomalies.types import Cell, Finding, Granularity, Kind, Series, Window, Worth

LOOKED_AT = {Granularity.HOUR: HOUR * 9, Granularity.DAY: DAY * 21}  # before now, anew each time
FRESH = {Granularity.HOUR: HOUR * 3, Granularity.DAY: DAY * 21}  # what ended earlier is told no more
LONGEST = HOUR * 120  # of an anomaly by the hour; then days tell of it
BEFORE = HOUR * 6  # looked at before one
SURE_AFTER = {Granularity.HOUR: dt.timedelta(minutes=30), Granularity.DAY: HOUR * 3}
NEW_WITHIN = 2  # days
MOST_FINDINGS = 200
MOST_WINDOWS = 24
EXACT = Decimal("0.000001")


class Known(NamedTuple):
    """Something that was told before."""

    granularity: Granularity
    kind: Kind
    series: Series
    window: Window
    least: Decimal  # USD it was worth telling for


class Explained(NamedTuple):
    """A cause with what explains it."""

    cause: Cause
    actual: Decimal
    expected: Decimal
    explanation: Explanation


class Looked(NamedTuple):
    """What was found in the periods of one granularity, and the span that was looked at."""

    granularity: Granularity
    span: Window
    found: list[Explained]


def look(now: dt.datetime, zone: ZoneInfo, worth: Worth, known: Sequence[Known]) -> list[Looked]:
    """By the hour and by the day, at an aware moment. Nothing while less than two weeks are known."""
    today = now.astimezone(zone).date()
    days = timeline.days(today - LOOKED_AT[Granularity.DAY], today, zone)
    first = days.periods[0].day - DAY * BACK[Granularity.DAY]
    spent = reading.by_day(first, today, worth.amount)
    begun = judging.begun(spent, first)
    if begun.get(Series(), today) > today - DAY * FEWEST:
        return []
    by_day = judging.judge(spent, days, begun)
    hours = timeline.hours(_since(now, known), now, zone)
    by_hour = _hours(hours, by_day, worth, begun)
    since = today - DAY * NEW_WITHIN
    new = list(judging.newcomers(by_day, begun, days, since))
    found = _looked(days, [*_unusual(by_day, days, now), *new], worth, known)
    return [_not_new(_looked(hours, _unusual(by_hour, hours, now), worth, known), found, known), found]


def _not_new(hours: Looked, days: Looked, known: Sequence[Known]) -> Looked:
    """Hours without the first ones of what is told as new, unless they were told before."""
    told = (one.cause for one in days.found)
    findings = [one for cause in told for one in (cause.finding, *cause.others)]
    new = {one.series for one in findings if one.kind is Kind.NEW}
    kept = [
        one
        for one in hours.found
        if new.isdisjoint(one.explanation.path) or any(_is_of(before, one.cause.finding) for before in known)
    ]
    return hours._replace(found=kept)


def _since(now: dt.datetime, known: Iterable[Known]) -> dt.datetime:
    """What is looked at by the hour begins before everything that may still change."""
    starts = [one.window.start for one in known if one.granularity is Granularity.HOUR]
    return max(
        min([now - LOOKED_AT[Granularity.HOUR], *(at - BEFORE for at in starts)]), now - LONGEST - BEFORE
    )


def _hours(hours: Timeline, by_day: Judged, worth: Worth, begun: dict[Series, dt.date]) -> Judged:
    spent = reading.by_hour(hours.starts, worth.amount)
    return judging.rarely(judging.judge(spent, hours, begun), spent, hours, by_day)


def _unusual(judged: Judged, of: Timeline, now: dt.datetime) -> list[Finding]:
    return list(judging.findings(judged, of, now - SURE_AFTER[of.granularity]))


def _looked(of: Timeline, found: Iterable[Finding], worth: Worth, known: Sequence[Known]) -> Looked:
    told = [one for one in known if one.granularity is of.granularity]
    fresh = of.periods[-1].window.start - FRESH[of.granularity]
    kept = [one for one in found if _is_kept(one, worth, told, fresh)]
    kept = sorted(kept, key=lambda one: -one.excess)[:MOST_FINDINGS]
    cells = _cells(kept, of)
    kept = [one for one in kept if one.window in cells]
    series = {one.series for one in told if any(_is_of(one, finding) for finding in kept)}
    explained = [_explained(cause, cells[cause.finding.window]) for cause in causes(kept, cells, series)]
    span = Window(of.periods[0].window.start, of.periods[-1].window.end)
    return Looked(of.granularity, span, explained)


def _is_kept(finding: Finding, worth: Worth, told: Collection[Known], fresh: dt.datetime) -> bool:
    """What is worth telling and new; of what was told, half is enough to let it stand."""
    before = [one for one in told if _is_of(one, finding)]
    if before:
        return finding.excess >= float(min(one.least for one in before)) / 2
    return finding.window.end > fresh and judging.is_worth(finding, worth)


def _is_of(known: Known, finding: Finding) -> bool:
    return (known.series, known.kind) == (finding.series, finding.kind) and known.window.overlaps(
        finding.window
    )


def _cells(found: Sequence[Finding], of: Timeline) -> dict[Window, list[Cell]]:
    """What the windows are made of; of very many different ones only those of the dearest."""
    windows = list(dict.fromkeys(one.window for one in found))[:MOST_WINDOWS]
    return reading.cells(windows, of)


def _explained(cause: Cause, cells: Sequence[Cell]) -> Explained:
    finding = cause.finding
    expected = Decimal(finding.expected).quantize(EXACT)
    inside = [cell.now.cost for cell in cells if cell.has(finding.series)]
    return Explained(cause, sum(inside, Decimal(0)), expected, explain(finding.series, cells, expected))
