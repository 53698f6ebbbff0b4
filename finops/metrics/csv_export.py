"""A metric as CSV: every measure of each group and bucket of time."""

import csv
from collections.abc import Iterator
from typing import Any

from finops.core.spreadsheet import safe_cell
from finops.metrics import group_rows
from finops.metrics.explored import Explored


class _Echo:
    """Hands back what the writer writes."""

    def write(self, text: str) -> str:
        return text


def csv_lines(explored: Explored, by: str) -> Iterator[str]:
    """Lines of the file, the header first; in the metric's own unit. Unknown is an empty cell."""
    writer = csv.writer(_Echo())
    shown = group_rows.columns(explored)
    yield writer.writerow(["start", *([safe_cell(by)] if by else []), *(measure.name for measure in shown)])
    for number, start in enumerate(explored.axis.edges[:-1], start=1):
        for group in explored.groups:
            measured: Any = group.by_bucket.get(number)
            if measured is not None:
                seconds = explored.axis.seconds(number)
                name = [safe_cell(group.name)] if by else []
                yield writer.writerow(
                    [start.isoformat(), *name, *(measure.of(measured, seconds) for measure in shown)]
                )
