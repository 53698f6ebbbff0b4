"""How often which size occurs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core.charts.types import Chart, ChartTable
from finops.core.charts.units import Unit, axis, text


class Bin(NamedTuple):
    """How many lie from `lower` up to, not including, `upper`; `href` shows them."""

    lower: Decimal | int
    upper: Decimal | int
    occurrences: int
    href: str = ""


MARKS = 6


def histogram(id: str, title: str, unit: Unit, bins: Sequence[Bin], *, counted: Unit) -> Chart:  # noqa: A002
    """Bars of equal width, whatever the width of the bins: those of latency grow by a ratio.

    `unit` is that of the bounds, `counted` names what is counted.
    """
    labels = [f"{text(unit, found.lower)} to {text(unit, found.upper)}" for found in bins]
    places = list(range(len(bins)))
    marked = places[:: -(-len(bins) // MARKS) or 1]
    figure = {
        "unit": counted.value,
        "x": places,
        "labels": labels,
        "data": [
            {
                "name": "",
                "type": "bar",
                "y": [found.occurrences for found in bins],
                "hrefs": [found.href for found in bins],
                "marker": {"color": "--accent"},
            }
        ],
        "layout": {
            "bargap": 0.08,
            "xaxis": {
                "type": "linear",
                "tickvals": [place - 0.5 for place in marked],
                "ticktext": [text(unit, bins[place].lower) for place in marked],
                "range": [-0.6, max(len(bins), 5) - 0.4],
            },
            "yaxis": axis(counted, [Decimal(found.occurrences) for found in bins]),
        },
    }
    rows = [(label, [text(counted, found.occurrences)]) for label, found in zip(labels, bins, strict=True)]
    return Chart(id, title, counted.label, figure, ChartTable(["From", counted.label.capitalize()], rows), [])
