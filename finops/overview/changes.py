"""What is different this month, in at most five findings. Pure and deterministic. USD."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from finops.core.periods import Days
from finops.overview.cells import Beside, Cell, Level, Pair, at_level, beside, by_day
from finops.overview.months import Months

MOST = 5
SPIKE = 2  # times a usual day of its weekday
TEAM_CHANGE = Decimal("0.25")
WORTH_SAYING = Decimal("0.01")  # of what was spent in the compared part of last month
WEEK = 7
SETTLED_IN = dt.timedelta(days=7)  # of records, before a first sighting means something


class Kind(StrEnum):
    """What kind of change it is."""

    UNPRICED = "unpriced"
    SPIKE = "spike"
    NEW_MODEL = "new_model"
    STOPPED_MODEL = "stopped_model"
    TEAM = "team"


class Change(NamedTuple):
    """One finding; what a field means depends on its kind."""

    kind: Kind
    name: str | None  # the model or team; of a spike, the team that spent most more
    day: dt.date | None = None  # of a spike; the first or last day of a model
    now: Decimal = Decimal(0)  # spent in this month, or on the day of a spike
    usual: Decimal = Decimal(0)  # spent in the same part of last month, or on a usual such day
    calls: int = 0
    pair: Pair | None = None  # of a spike
    excess: Decimal = Decimal(0)  # of that pair, on the day of a spike

    @property
    def weight(self) -> tuple[bool, Decimal, str, str]:
        """Sorting key: what is missing from all sums first, then the most money."""
        return self.kind != Kind.UNPRICED, -abs(self.now - self.usual), self.kind, self.name or ""


def changes(
    cells: list[Cell], pair_days: list[Cell], months: Months, first_day: dt.date, whole: Beside
) -> list[Change]:
    """The most important changes; a team is named once. `pair_days` hold the weekdays of all spikes."""
    least = _least(whole)
    spikes = [_blamed(spike, cells, pair_days, months) for spike in spikes_of(cells, months, whole)]
    explained = {spike.pair.team for spike in spikes if spike.pair}
    moved = _teams(at_level(cells, Level.TEAM), months, least) if months.compared else []
    teams = [change for change in moved if change.name not in explained]
    found = [*spikes, *_models(at_level(cells, Level.MODEL), months, first_day, least), *teams]
    return sorted(found, key=lambda change: change.weight)[:MOST]


def spikes_of(cells: list[Cell], months: Months, whole: Beside) -> Iterator[Change]:
    """Complete days of this month that cost a multiple of the other days of their weekday."""
    costs = by_day(at_level(cells, Level.TOTAL))
    since = min(costs, default=months.last.start)
    for day in _days(Days(months.this.start, months.today)):
        usual = _usual(costs, day, Days(since, months.today))
        cost = costs.get(day, Decimal(0))
        if usual and cost >= usual * SPIKE and cost - usual > _least(whole):
            yield Change(Kind.SPIKE, None, day, cost, usual)


def _least(whole: Beside) -> Decimal:
    return abs(whole.before.cost) * WORTH_SAYING


def _blamed(spike: Change, cells: list[Cell], pair_days: list[Cell], months: Months) -> Change:
    """The spike with the team and model that went furthest above their own usual day."""
    assert spike.day
    costs: dict[Pair, dict[dt.date, Decimal]] = {}
    for cell in pair_days:
        costs.setdefault(cell.pair, {})[cell.day] = cell.cost
    since = _first_days([*at_level(cells, Level.PAIR), *pair_days])
    excess = {
        pair: daily[spike.day] - (_usual(daily, spike.day, Days(since[pair], months.today)) or 0)
        for pair, daily in costs.items()
        if spike.day in daily
    }
    if not excess:
        return spike
    pair = max(excess, key=lambda pair: (excess[pair], str(pair)))
    return spike._replace(pair=pair, name=pair.team, excess=excess[pair])


def _first_days(pairs: Iterable[Cell]) -> dict[Pair, dt.date]:
    found: dict[Pair, dt.date] = {}
    for cell in pairs:
        if not cell.partial:
            found[cell.pair] = min(cell.day, found.get(cell.pair, cell.day))
    return found


def _usual(costs: Mapping[dt.date, Decimal], day: dt.date, complete: Days) -> Decimal | None:
    """The median of the same weekday's other days."""
    first = complete.start + dt.timedelta(days=(day.weekday() - complete.start.weekday()) % WEEK)
    weeks = (first + dt.timedelta(days=n) for n in range(0, (complete.end - first).days, WEEK))
    known = [costs.get(other, Decimal(0)) for other in weeks if other != day]
    return median(known) if len(known) >= 2 else None


def _models(models: list[Cell], months: Months, first_day: dt.date, least: Decimal) -> Iterator[Change]:
    """Models that appeared, stopped being called, or are called without a price for the first time."""
    by_model: dict[str, list[Cell]] = {}
    for cell in models:
        if cell.model is not None and cell.calls and not cell.partial:
            by_model.setdefault(cell.model, []).append(cell)
    for model, cells in sorted(by_model.items()):
        this = [cell for cell in cells if cell.day >= months.this.start]
        last = [cell for cell in cells if cell.day < months.this.start]
        yield from _unpriced(model, this, last)
        if this and not last:
            yield from _appeared(model, this, first_day, least)
        elif last and not this:
            yield from _stopped(model, last, months, least)


def _unpriced(model: str, this: list[Cell], last: list[Cell]) -> Iterator[Change]:
    calls = sum(cell.unpriced_calls for cell in this)
    if calls and not any(cell.unpriced_calls for cell in last):
        day = min(cell.day for cell in this if cell.unpriced_calls)
        yield Change(Kind.UNPRICED, model, day, calls=calls)


def _appeared(model: str, this: list[Cell], first_day: dt.date, least: Decimal) -> Iterator[Change]:
    day, cost = min(cell.day for cell in this), sum((cell.cost for cell in this), Decimal(0))
    if cost > least and day - first_day >= SETTLED_IN:
        yield Change(Kind.NEW_MODEL, model, day, cost, calls=sum(cell.calls for cell in this))


def _stopped(model: str, last: list[Cell], months: Months, least: Decimal) -> Iterator[Change]:
    day, cost = max(cell.day for cell in last), sum((cell.cost for cell in last), Decimal(0))
    # Early in a month, silence says nothing yet.
    if cost > least and months.today - day >= SETTLED_IN:
        yield Change(Kind.STOPPED_MODEL, model, day, usual=cost)


def _teams(teams: list[Cell], months: Months, least: Decimal) -> Iterable[Change]:
    for name, group in beside(teams, months, lambda cell: cell.team).items():
        before = abs(group.before.cost)
        if isinstance(name, str) and abs(group.difference) > max(before * TEAM_CHANGE, least):
            yield Change(Kind.TEAM, name, now=group.now.cost, usual=group.before.cost)


def _days(days: Days) -> Iterator[dt.date]:
    return (days.start + dt.timedelta(days=n) for n in range((days.end - days.start).days))
