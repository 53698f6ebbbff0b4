"""Which rows of a waterfall are on the page. Pure: the rest is asked for as somebody gets there."""

from collections.abc import Iterator
from typing import NamedTuple

from finops.core.parameters import hex_from_signed
from finops.traces.page import Drawing, SpanLine
from finops.traces.trace_links import Place
from finops.traces.tree import Usage

ROWS = 100
ALONE = 10  # a row is marked when the trace waited for it alone for a tenth of its time or more


class Row(NamedTuple):
    """A row as it is drawn."""

    line: SpanLine
    subtotal: Usage | None  # of it and all below it, where it has no charge of its own
    waited_ns: int | None  # that the trace waited for it alone; None: hardly or not at all
    opened: bool
    url: str  # with this span opened
    closed: bool
    toggle_url: str  # empty: nothing is below it


class Window(NamedTuple):
    """The rows that are drawn, how many there are, and the way to those before and after."""

    rows: list[Row]
    first: int
    total: int
    earlier_url: str
    more_url: str

    @property
    def hidden(self) -> int:
        """How many rows follow."""
        return max(self.total - self.first - len(self.rows), 0)


def window(drawing: Drawing, place: Place) -> Window:
    """The rows from where the address says, or around the opened span."""
    shown = list(_shown(drawing.lines, place))
    opened = opened_position(drawing.lines, place)
    first = _first(shown, opened) if place.after is None else min(place.after, len(shown))
    part = shown[first : first + ROWS]
    return Window(
        [_row(drawing, position, place, opened) for position in part],
        first,
        len(shown),
        place._replace(after=max(first - ROWS, 0)).url if first else "",
        place._replace(after=first + ROWS).url if first + ROWS < len(shown) else "",
    )


def opened_position(lines: list[SpanLine], place: Place) -> int | None:
    """The row of the span the address names; None when it names none that is here."""
    for position, line in enumerate(lines if place.span_id is not None else ()):
        if line.span.span_id == place.span_id and _is_version(line, place):
            return position
    return None


def _is_version(line: SpanLine, place: Place) -> bool:
    fingerprint = place.span[17:]
    return not fingerprint or hex_from_signed(line.span.fingerprint) == fingerprint


def _shown(lines: list[SpanLine], place: Place) -> Iterator[int]:
    """The rows that no filter and no closed subtree hides."""
    if place.notable:
        yield from (position for position, line in enumerate(lines) if line.is_notable)
        return
    closed = frozenset(place.closed)
    below: int | None = None  # depth of the closed row whose subtree is being left out
    for position, line in enumerate(lines):
        if below is not None and line.bar.depth > below:
            continue
        is_closed = bool(closed) and hex_from_signed(line.span.span_id) in closed
        below = line.bar.depth if is_closed else None
        yield position


def _first(shown: list[int], opened: int | None) -> int:
    """The beginning of the page of rows that holds the opened span."""
    return shown.index(opened) // ROWS * ROWS if opened in shown else 0


def _row(drawing: Drawing, position: int, place: Place, opened: int | None) -> Row:
    line = drawing.lines[position]
    has_toggle = line.bar.child_count and not place.notable
    return Row(
        line,
        None if line.charges else drawing.subtotals[position],
        _waited(drawing, position),
        position == opened,
        place.opening(line.span).url,
        hex_from_signed(line.span.span_id) in place.closed,
        place.toggling(line.span).url if has_toggle else "",
    )


def _waited(drawing: Drawing, position: int) -> int | None:
    """A row that only waits for those below it would mark the whole way up and say nothing."""
    waited = drawing.critical.get(position, 0)
    return waited if waited and waited * ALONE >= drawing.lines[position].span.duration_ns else None
