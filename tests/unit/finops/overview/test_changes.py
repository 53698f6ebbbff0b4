"""What is different this month, in at most five findings."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from finops.overview.cells import Cell, Level, Pair, summed
from finops.overview.changes import Change, Kind, changes
from finops.overview.closer import whole_of
from finops.overview.months import months

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
FIRST = dt.date(2026, 10, 1)
LONG_AGO = dt.date(2026, 1, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(51)]  # until yesterday


def spent(team: str | None, model: str, cost: int, days: Any = DAYS, unpriced: int = 0) -> list[Cell]:
    """The same every one of these days."""
    return [Cell(Level.PAIR, day, False, team, model, None, 10, unpriced, Decimal(cost)) for day in days]


def by(level: Level, pairs: list[Cell], **kept: bool) -> list[Cell]:
    """The pairs summed by day and what is kept of their names."""
    sums: dict[tuple[dt.date, str | None, str | None], list[Cell]] = {}
    for cell in pairs:
        team, model = (cell.team if kept.get("team") else None, cell.model if kept.get("model") else None)
        sums.setdefault((cell.day, team, model), []).append(cell)
    return [
        Cell(level, day, False, team, model, None, *summed(cells))
        for (day, team, model), cells in sums.items()
    ]


def found(*groups: list[Cell], first_day: dt.date = LONG_AGO) -> list[Change]:
    pairs = [cell for group in groups for cell in group]
    pair_days = by(Level.PAIR, pairs, team=True, model=True)
    cells = [*by(Level.TOTAL, pairs), *by(Level.TEAM, pairs, team=True), *by(Level.MODEL, pairs, model=True)]
    period = months(NOW, ZoneInfo("UTC"), first_day)
    return changes(cells, pair_days, period, first_day, whole_of(cells, period))


def since(day: dt.date) -> list[dt.date]:
    return [one for one in DAYS if one >= day]


def until(day: dt.date) -> list[dt.date]:
    return [one for one in DAYS if one <= day]


NOV_6, NOV_14, OCT_10 = dt.date(2026, 11, 6), dt.date(2026, 11, 14), dt.date(2026, 10, 10)


def test_a_month_like_the_last_has_no_findings() -> None:
    assert found(spent("support", "gpt-4o", 10), spent("legal", "claude", 5)) == []


def test_a_day_that_costs_a_multiple_names_the_team_and_model_behind_it() -> None:
    told = found(spent("support", "gpt-4o", 10), spent("legal", "claude", 90, [NOV_6]))
    (spike,) = (change for change in told if change.kind == Kind.SPIKE)
    assert (spike.kind, spike.day, spike.now, spike.usual) == (Kind.SPIKE, NOV_6, 100, 10)
    assert (spike.pair, spike.excess) == (Pair("legal", "claude"), 90)


def test_a_team_is_not_named_twice_for_its_spike() -> None:
    kinds = [
        change.kind for change in found(spent("legal", "claude", 10), spent("legal", "claude", 90, [NOV_6]))
    ]
    assert kinds == [Kind.SPIKE]


def test_a_model_that_was_not_called_last_month_is_new() -> None:
    (new,) = found(spent("a", "gpt-4o", 10), spent("a", "gpt-5", 2, since(NOV_14)))
    assert (new.kind, new.name, new.day, new.now, new.calls) == (Kind.NEW_MODEL, "gpt-5", NOV_14, 14, 70)


def test_nothing_is_new_in_the_first_week_of_records() -> None:
    assert found(spent("a", "gpt-5", 2, since(NOV_14)), first_day=NOV_14) == []


def test_a_model_that_is_no_longer_called_is_named_with_what_it_cost() -> None:
    (gone,) = found(spent("a", "gpt-4o", 10), spent("a", "gpt-3.5", 3, until(OCT_10)))
    assert (gone.kind, gone.name, gone.day, gone.usual) == (Kind.STOPPED_MODEL, "gpt-3.5", OCT_10, 30)


def test_a_model_without_a_price_comes_first_because_no_sum_holds_it() -> None:
    first = found(
        spent("a", "gpt-4o", 10),
        spent("a", "gpt-5", 9, since(NOV_14)),
        spent("a", "mystery", 0, since(NOV_14), unpriced=10),
    )[0]
    assert (first.kind, first.name, first.day, first.calls) == (Kind.UNPRICED, "mystery", NOV_14, 70)


def test_a_model_that_never_had_a_price_is_no_change() -> None:
    assert found(spent("a", "gpt-4o", 10), spent("a", "mystery", 0, unpriced=10)) == []


def test_a_team_that_moved_by_more_than_a_quarter_is_named_with_both_sums() -> None:
    rise = spent("legal", "claude", 8, since(dt.date(2026, 11, 1)))
    (team,) = found(
        spent("support", "gpt-4o", 20), spent("legal", "claude", 5, until(dt.date(2026, 10, 31))), rise
    )
    assert (team.kind, team.name, team.now, team.usual) == (Kind.TEAM, "legal", 160, 100)


def test_small_change_is_not_worth_a_sentence() -> None:
    small = spent("tiny", "gpt-4o-mini", 1, since(NOV_14)[:2])
    assert found(spent("support", "gpt-4o", 100), small) == []


def test_at_most_five_are_told_the_dearest_first() -> None:
    new = [spent("a", f"model-{n}", n, since(NOV_14)) for n in range(1, 9)]
    told = found(spent("a", "gpt-4o", 20), *new)
    assert len(told) == 5
    models = [change.name for change in told if change.kind == Kind.NEW_MODEL]
    assert models == sorted(models, reverse=True)
    assert told == found(*reversed(new), spent("a", "gpt-4o", 20))
