"""Values by two things at once, as depth of one colour."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from finops.core.charts.types import Chart, ChartTable
from finops.core.charts.units import Unit, Value, number, text
from finops.core.charts.words import plain


def heatmap(
    id: str,  # noqa: A002
    title: str,
    unit: Unit,
    *,
    columns: Sequence[str],
    rows: Sequence[str],
    values: Mapping[tuple[str, str], Value],
) -> Chart:
    """`values` go by row and column; an unknown one leaves the cell blank. The first row is on top."""
    cells = [[values.get((row, column)) for column in columns] for row in rows]
    known = [Decimal(value) for line in cells for value in line if value is not None]
    trace = {
        "type": "heatmap",
        "x": [plain(column) for column in columns],
        "y": [plain(row) for row in rows],
        "z": [[number(value) for value in line] for line in cells],
        "text": [[text(unit, value) for value in line] for line in cells],
        "colorscale": [[0, "--sunken"], [1, "--accent"]],
        "zmin": 0,
        "zmax": float(max(known, default=Decimal(1)) or 1),
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
    }
    figure = {
        "unit": unit.value,
        "data": [trace] if known else [],
        "layout": {
            "xaxis": {"type": "category", "nticks": 12},
            "yaxis": {"type": "category", "autorange": "reversed"},
        },
    }
    lines = zip(rows, cells, strict=True) if known else ()
    told = [(row, [text(unit, value) for value in line]) for row, line in lines]
    return Chart(id, title, unit.label, figure, ChartTable(["", *columns], told), [], tall=len(rows) > 12)
