"""Anomalies in sentences. Pure; the time zone comes in."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from finops.anomalies.documents import explanation_from, series_from
from finops.anomalies.explaining import Explanation, Factors
from finops.anomalies.models import Anomaly
from finops.anomalies.types import Granularity, Kind, Series, Sums
from finops.core.formatting import MINUS, SPACE, amount, change, day
from finops.spend.dimensions import label_of

NOTABLE = Decimal("1.5")  # times as much of calls, tokens a call or dollars a token
FACTORS = ("calls", "tokens per call", "cost per token")
NOBODY = "unattributed"
STATES = {"going_on": "goes on", "ended": "over", "expected": "expected", "withdrawn": "taken back"}
DAY = dt.timedelta(days=1)


def state_of(one: Anomaly) -> str:
    """The key of its state in STATES."""
    if one.expected_at:
        return "expected"
    if one.withdrawn_at:
        return "withdrawn"
    return "ended" if one.ended_at else "going_on"


def sentence(one: Anomaly, zone: dt.tzinfo, days_in: dt.tzinfo, now: dt.datetime) -> str:
    """`+$412.00 since 14:00: copilot / gpt-5 / onboarding, 9x tokens per call.`

    Hours are told in `zone`; days are those of the organisation, `days_in`.
    """
    why = reason(explanation_of(one))
    what = f"{name_of(one)} is new" if one.kind == Kind.NEW else name_of(one)
    return f"{difference(one)} {when(one, zone, days_in, now)}: {what}{', ' + why if why else ''}."


def difference(one: Anomaly) -> str:
    """`+$412.00`, or with a minus where less is spent."""
    return f"{MINUS if one.kind == Kind.FALL else '+'}{amount(one.excess)}"


def name_of(one: Anomaly) -> str:
    """The values that stand for it: `copilot / gpt-5 / onboarding`."""
    return named(series_from(one.path)) or named([one.series])


def named(path: Iterable[Series]) -> str:
    """Some values in a row; all spend where there is none."""
    return " / ".join(value_of(one) for one in path)


def value_of(one: Series) -> str:
    """A value, or what has none: `no team`."""
    if not one.dimension:
        return "all spend"
    return f"no {label_of(one.dimension).lower()}" if one.value is None else one.value


def when(one: Anomaly, zone: dt.tzinfo, days_in: dt.tzinfo, now: dt.datetime) -> str:
    """`since 14:00`, `on Nov 20, 2026 from 14:00 to 17:00`, `since Nov 20, 2026`."""
    if one.granularity == Granularity.DAY:
        first, last = (at.astimezone(days_in).date() for at in (one.starts_at, one.ends_at - DAY / 24))
        if first != last:
            return f"since {day(first)}" if one.goes_on else f"from {day(first)} to {day(last)}"
        return f"on {day(first)}"
    start, end = (at.astimezone(zone) for at in (one.starts_at, one.ends_at))
    if one.goes_on:
        today = start.date() == now.astimezone(zone).date()
        return f"since {start:%H:%M}" if today else f"since {day(start)}{SPACE}{start:%H:%M}"
    if start.date() == (end - DAY / 24).date():
        return f"on {day(start)} from {start:%H:%M} to {end:%H:%M}"
    return f"from {day(start)}{SPACE}{start:%H:%M} to {day(end)}{SPACE}{end:%H:%M}"


def reason(found: Explanation) -> str:
    """The factors that changed most: `9x tokens per call`; empty where nothing stands out."""
    if found.now.calls == 0 and found.usual.calls > 0:
        return "no calls any more"
    falls = found.now.cost < found.usual.cost
    known = [(value, name) for value, name in zip(found.factors, FACTORS, strict=True) if value]
    notable = [(value, name) for value, name in known if (1 / value if falls else value) >= NOTABLE]
    notable.sort(key=lambda one: one[0] if falls else -one[0])
    return ", ".join(f"{times(value)} {name}" for value, name in notable[:2])


def times(value: Decimal) -> str:
    """`9x`, `1.6x`, `0.05x`."""
    digits = 0 if value >= 10 else 1 if value >= 1 else 2
    rounded = round(value, digits)
    return f"{rounded.normalize():f}x" if rounded else "0x"


def lines(found: Explanation) -> list[tuple[str, Decimal | None, Decimal | None, Decimal | None]]:
    """Calls, tokens a call and dollars a token: name, now, usually, how many times as much."""
    values: Factors = found.factors
    now, usual = _rates(found.now), _rates(found.usual)
    return list(zip(("Calls", "Tokens per call", "Cost per million tokens"), now, usual, values, strict=True))


def _rates(sums: Sums) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    per_call = sums.tokens / sums.calls if sums.calls else None
    per_token = sums.cost / sums.tokens * 1_000_000 if sums.tokens else None
    return sums.calls, per_call, per_token


def explanation_of(one: Anomaly) -> Explanation:
    """What was stored of why."""
    return explanation_from(one.explanation, one.path)


def spent(one: Anomaly) -> str:
    """`$512.00 was spent where $100.00 is usual (+412 %).`"""
    if one.kind == Kind.NEW:
        return f"{amount(one.actual)} was spent on its first day; it spent nothing in the 8 weeks before."
    more = change(one.actual, one.expected)
    return f"{amount(one.actual)} was spent where {amount(one.expected)} is usual ({more})."


def headline(going_on: list[Anomaly]) -> str:
    """The answer of the list: `2 anomalies go on; together $512.40 more is spent than usual.`"""
    if not going_on:
        return "Spend is as usual."
    more = sum((one.excess for one in going_on if one.kind != Kind.FALL), Decimal(0))
    count = f"{len(going_on)} anomalies go on" if len(going_on) > 1 else "1 anomaly goes on"
    return f"{count}: {amount(more)} more than usual." if more else f"{count}: less is spent than usual."
