"""Any spans can be drawn: every one once, in the order of the tree."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from finops.traces.types import SpanRow
from finops.traces.waterfall import WIDTH, Oddity, frame, waterfall

START = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)


def span(
    span_id: int, parent: int | None = None, *, after_ms: int = 0, ms: int = 1000, version: int = 1
) -> SpanRow:
    start = START + dt.timedelta(milliseconds=after_ms)
    return SpanRow(
        span_id, version, parent, start, ms * 1_000_000, 1, 0, 0, f"span {span_id}", None, None, version
    )


def drawn(*spans: SpanRow) -> list[tuple[int, int, Oddity | None]]:
    return [(bar.span.span_id, bar.depth, bar.oddity) for bar in waterfall(spans)]


def test_nothing_draws_nothing() -> None:
    assert waterfall([]) == []
    assert frame([]) is None


def test_children_follow_their_parent_in_the_order_they_began() -> None:
    assert drawn(span(1), span(2, 1, after_ms=10), span(3, 2, after_ms=20), span(4, 1, after_ms=30)) == [
        (1, 0, None),
        (2, 1, None),
        (3, 2, None),
        (4, 1, None),
    ]


def test_a_span_without_its_parent_stands_at_the_left_and_says_so() -> None:
    assert drawn(span(1), span(2, 77)) == [(1, 0, None), (2, 0, Oddity.ORPHAN)]


def test_a_circle_is_cut_where_it_began() -> None:
    assert drawn(span(1, 3), span(2, 1), span(3, 2)) == [(1, 0, Oddity.CYCLE), (2, 1, None), (3, 2, None)]
    assert drawn(span(1, 1)) == [(1, 0, Oddity.CYCLE)]


def test_two_spans_of_one_id_are_both_drawn_and_their_children_once() -> None:
    shown = drawn(span(1), span(1, version=2), span(2, 1))
    assert sorted(identity for identity, _, _ in shown) == [1, 1, 2]


def test_bars_are_placed_in_proportion_to_time() -> None:
    whole, half = waterfall([span(1, ms=1000), span(2, 1, after_ms=500, ms=250)])
    assert (whole.offset, whole.length) == (0, WIDTH)
    assert (half.offset, half.length) == (WIDTH // 2, WIDTH // 4)


def test_an_instant_is_still_visible() -> None:
    bars = waterfall([span(1), span(2, 1, after_ms=1000, ms=0), span(3, ms=0)])
    assert all(bar.length >= 2 for bar in bars)
    assert all(bar.offset + bar.length <= WIDTH for bar in bars)


def test_a_trace_a_thousand_spans_deep_is_no_problem() -> None:
    deep = waterfall([span(n, n - 1 if n else None) for n in range(10_000)])
    assert len(deep) == 10_000
    assert deep[-1].depth == 9_999 and deep[-1].indent == 16


ids = st.integers(0, 8)
any_span = st.builds(
    span,
    ids,
    st.none() | ids,
    after_ms=st.integers(-5000, 5000),
    ms=st.integers(0, 5000),
    version=st.integers(1, 3),
)


@given(st.lists(any_span, unique_by=lambda found: (found.span_id, found.fingerprint)))
def test_every_span_is_drawn_exactly_once(spans: list[SpanRow]) -> None:
    bars = waterfall(spans)
    assert sorted((bar.span.span_id, bar.span.fingerprint) for bar in bars) == sorted(
        (found.span_id, found.fingerprint) for found in spans
    )
    assert all(bar.offset >= 0 and bar.length > 0 and bar.offset + bar.length <= WIDTH for bar in bars)
