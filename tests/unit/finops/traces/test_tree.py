"""What a subtree comes to, and what the whole trace waited for."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finops.traces.tree import Usage, critical_path, parents, subtotals
from finops.traces.types import SpanRow
from finops.traces.waterfall import frame, waterfall

START = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)
MILLISECOND = 1_000_000


def span(span_id: int, parent: int | None = None, *, begins: int = 0, ends: int = 1000) -> SpanRow:
    """A span that lasts from one millisecond to another."""
    start, lasts = START + dt.timedelta(milliseconds=begins), (ends - begins) * MILLISECOND
    return SpanRow(span_id, 1, parent, start, lasts, 1, 0, 0, f"span {span_id}", None, None, 1)


def waited(*spans: SpanRow) -> dict[int, int]:
    """Milliseconds the trace waited for each span alone."""
    bars = waterfall(spans)
    path = critical_path(bars, parents(bars))
    return {bars[position].span.span_id: waiting // MILLISECOND for position, waiting in path.items()}


def test_steps_one_after_another_are_all_waited_for_and_the_gaps_belong_to_the_one_above() -> None:
    assert waited(span(1), span(2, 1, begins=100, ends=400), span(3, 1, begins=500, ends=900)) == {
        1: 300,
        2: 300,
        3: 400,
    }


def test_of_two_at_once_only_the_one_that_ends_last_is_waited_for() -> None:
    assert waited(span(1), span(2, 1, ends=600), span(3, 1, ends=1000)) == {1: 0, 3: 1000}


def test_the_deepest_span_is_what_is_waited_for() -> None:
    assert waited(span(1), span(2, 1), span(3, 2, begins=200)) == {1: 0, 2: 200, 3: 800}


def test_a_child_that_outlives_its_parent_is_waited_for_until_the_parent_ends() -> None:
    assert waited(span(1), span(2, 1, begins=400, ends=5000), span(3, ends=5000))[3] == 5000
    assert waited(span(1), span(2, 1, begins=400, ends=1300))[2] in (600, 900)


def test_without_a_root_the_orphans_share_the_path() -> None:
    assert waited(span(2, 77, ends=300), span(3, 77, begins=300, ends=500)) == {2: 300, 3: 200}


def test_nothing_waits_for_nothing() -> None:
    assert critical_path([], []) == {}


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 12)), min_size=1, max_size=12)
)
def test_no_instant_is_waited_for_twice(shapes: list[tuple[int, int, int]]) -> None:
    spans = [
        span(number, parent if parent < number else None, begins=begins, ends=begins + lasts)
        for number, (begins, lasts, parent) in enumerate(shapes)
    ]
    whole = frame(spans)
    assert whole is not None
    assert sum(waited(*spans).values()) <= whole.duration_ns // MILLISECOND


def test_a_subtree_comes_to_what_counts_in_it() -> None:
    bars = waterfall([span(1), span(2, 1), span(3, 2, begins=1), span(4, 1, begins=2), span(5, begins=3)])
    call = Usage(1, 0, Decimal("0.5"), 100, 10)
    sums = subtotals(parents(bars), [None, None, call, call, None])
    assert sums == [Usage(2, 0, Decimal("1.0"), 200, 20), call, call, call, None]
