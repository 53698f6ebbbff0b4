"""One cause is one anomaly, named by the series that is most purely unusual."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finops.anomalies.folding import Cause, causes
from finops.anomalies.types import Cell, Finding, Kind, Series, Sums, Tick, Window

START = dt.datetime(2026, 11, 19, 14, tzinfo=dt.UTC)
WINDOW = Window(START, START + dt.timedelta(hours=1))
DIMENSIONS = ("team", "response_model", "journey")


def cell(values: Sequence[str], now: float, usual: float) -> Cell:
    sums = (Sums(Decimal(1), Decimal(1), Decimal(str(cost))) for cost in (now, usual))
    return Cell(dict(zip(DIMENSIONS, values, strict=True)), *sums)


def findings(cells: Sequence[Cell], least: float = 50) -> list[Finding]:
    """Every series of these cells that is above usual."""
    names = {Series()} | {Series(name, one.values[name]) for one in cells for name in DIMENSIONS}
    found = []
    for series in sorted(names, key=str):
        inside = [one for one in cells if one.has(series)]
        now, usual = (
            float(sum(cost)) for cost in zip(*((o.now.cost, o.usual.cost) for o in inside), strict=True)
        )
        tick = Tick(START, now, usual, usual, usual)
        if abs(now - usual) >= least:
            found.append(
                Finding(series, Kind.RISE if now > usual else Kind.FALL, WINDOW, (tick,), (tick,), True)
            )
    return found


def told(cells: Sequence[Cell], known: Sequence[Series] = ()) -> list[Cause]:
    return causes(findings(cells), {WINDOW: cells}, known)


QUIET = [cell(("sales", "gpt-4o", "search"), 300, 300), cell(("copilot", "haiku", "chat"), 90, 90)]
JUMP = cell(("copilot", "gpt-5", "onboarding"), 450, 38)


def test_a_jump_seen_in_all_series_is_one() -> None:
    (one,) = told([*QUIET, JUMP])
    assert one.finding.series in (Series("response_model", "gpt-5"), Series("journey", "onboarding"))
    assert Series() in one.series and Series("team", "copilot") in one.series


def test_two_jumps_apart_are_two() -> None:
    other = cell(("support", "mini", "refund"), 400, 30)
    found = told([*QUIET, cell(("legal", "opus", "review"), 900, 900), JUMP, other])
    assert len(found) == 2
    assert not found[0].series & found[1].series - {Series()}


def test_what_rises_everywhere_is_all_spend() -> None:
    cells = [cell((team, model, model), 300, 100) for team in ("a", "b", "c") for model in ("x", "y")]
    (one,) = told(cells)
    assert one.finding.series == Series()


def test_what_was_told_keeps_its_name() -> None:
    known = Series("team", "copilot")
    assert told([*QUIET, JUMP], [known])[0].finding.series == known


def test_a_rise_is_no_part_of_a_fall() -> None:
    fall = cell(("sales", "gpt-4o", "search"), 0, 500)
    found = told([JUMP, fall])
    assert {one.finding.kind for one in found} == {Kind.RISE, Kind.FALL}


amounts = st.floats(0, 1000).map(lambda value: round(value, 2))
values = st.tuples(*[st.sampled_from("ab")] * 3)


@given(st.dictionaries(values, st.tuples(amounts, amounts), min_size=1))
def test_each_finding_is_told_at_most_once_and_the_same_way_each_time(given_cells: dict) -> None:
    cells = [cell(key, *costs) for key, costs in given_cells.items()]
    found = told(cells)
    stands = [one.finding.series for one in found]
    assert len(stands) == len(set(stands))
    assert bool(found) == bool(findings(cells))
    parts = [other.series for one in found for other in one.others]
    assert len(parts) == len(set(parts)) and not set(parts) & set(stands)
    assert told(cells) == found
