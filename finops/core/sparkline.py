"""The line of a sparkline, drawn by the server so that no style attribute and no script is needed. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

Number = Decimal | int | float
WIDTH, HEIGHT, MARGIN = 96, 24, 2  # units of the SVG's view box
MOST = 400  # values; a line of two inches shows no more


def path(values: Sequence[Number | None]) -> str:
    """An SVG path through the values from 0 upwards; a missing value leaves a gap.

    Empty when there is nothing to draw.
    """
    # A tenth of a pixel needs no exact numbers, and a page has dozens of lines.
    shown = [None if value is None else float(value) for value in values[-MOST:]]
    known = [value for value in shown if value is not None]
    if not known:
        return ""
    low, high = min(0.0, *known), max(known)
    return "".join(_steps(shown, low, (high - low) or 1.0))


def _steps(values: Sequence[float | None], low: float, spread: float) -> Iterator[str]:
    apart = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    pen = "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        across = MARGIN + place * apart
        down = HEIGHT - MARGIN - (value - low) / spread * (HEIGHT - 2 * MARGIN)
        alone = pen == "M" and (place + 1 == len(values) or values[place + 1] is None)
        yield f"{pen}{across:.1f} {down:.1f}{'h0.1' if alone else ''}"  # a point has no length of its own
        pen = "L"
