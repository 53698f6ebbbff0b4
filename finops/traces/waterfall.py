"""Spans as rows of a waterfall. Pure; any input is drawable: orphans, cycles, no root, 50,000 spans."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from finops.traces.types import SpanRow

WIDTH = 1000  # of the time axis, in units of the drawing
THINNEST = 2  # bar that can still be seen
MICROSECOND = dt.timedelta(microseconds=1)
MOST_INDENTS = 16  # deeper spans are not indented further


class Oddity(StrEnum):
    """Why a span stands at the left although it names a parent."""

    ORPHAN = "orphan"  # its parent never arrived
    CYCLE = "cycle"  # it is its own ancestor


class Bar(NamedTuple):
    """One row: a span, its depth and when it begins, in nanoseconds after the trace does."""

    span: SpanRow
    depth: int
    begins_ns: int
    whole_ns: int  # duration of the trace
    child_count: int
    oddity: Oddity | None

    @property
    def ends_ns(self) -> int:
        """When it ends."""
        return self.begins_ns + self.span.duration_ns

    @property
    def offset(self) -> int:
        """Where its bar begins, from 0 to WIDTH."""
        return min(self.begins_ns * WIDTH // max(self.whole_ns, 1), WIDTH - THINNEST)

    @property
    def length(self) -> int:
        """How long its bar is; an instant can still be seen."""
        length = max(self.span.duration_ns * WIDTH // max(self.whole_ns, 1), THINNEST)
        return min(length, WIDTH - self.offset)

    @property
    def indent(self) -> int:
        """The depth as far as it is drawn."""
        return min(self.depth, MOST_INDENTS)


class Frame(NamedTuple):
    """The time the whole drawing covers."""

    start: dt.datetime
    duration_ns: int


def frame(spans: Sequence[SpanRow]) -> Frame | None:
    """From the first start to the last end."""
    if not spans:
        return None
    start = min(span.start_time for span in spans)
    end = max(_after(span.start_time, start) + span.duration_ns for span in spans)
    return Frame(start, end)


def waterfall(spans: Sequence[SpanRow], whole: Frame | None = None) -> list[Bar]:
    """All spans in the order of the tree, children by start; every span exactly once."""
    whole = whole or frame(spans)
    if whole is None:
        return []
    known = {span.span_id for span in spans}
    children: dict[int, list[SpanRow]] = defaultdict(list)
    tops = []
    for span in spans:
        if span.parent_span_id is None or span.parent_span_id not in known:
            tops.append((span, None if span.parent_span_id is None else Oddity.ORPHAN))
        else:
            children[span.parent_span_id].append(span)
    bars: list[Bar] = []
    placed: set[tuple[int, int]] = set()
    for top, oddity in tops:
        _place(top, oddity, children, placed, bars, whole)
    # Whatever no root reaches goes round in circles: each circle is cut where it began.
    for span in spans:
        _place(span, Oddity.CYCLE, children, placed, bars, whole)
    return bars


def _place(
    top: SpanRow,
    oddity: Oddity | None,
    children: dict[int, list[SpanRow]],
    placed: set[tuple[int, int]],
    bars: list[Bar],
    whole: Frame,
) -> None:
    """Append a span and all below it. A stack, not recursion: traces can be thousands deep."""
    stack = [(top, 0, oddity)]
    opened: set[int] = set()
    while stack:
        span, depth, mark = stack.pop()
        if (identity := (span.span_id, span.fingerprint)) in placed:
            continue
        placed.add(identity)
        # Two spans of different scopes may share an id; their children are drawn under the first.
        below = [] if span.span_id in opened else children.get(span.span_id, [])
        opened.add(span.span_id)
        begins = _after(span.start_time, whole.start)
        bars.append(Bar(span, depth, begins, whole.duration_ns, len(below), mark))
        stack += [(child, depth + 1, None) for child in reversed(below)]


def _after(time: dt.datetime, start: dt.datetime) -> int:
    """Nanoseconds from `start` to `time`, exactly."""
    return (time - start) // MICROSECOND * 1000
