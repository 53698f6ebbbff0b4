"""A breakdown as CSV: exact, and safe to open in a spreadsheet. Pure."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.quantiles import Latency
from finops.spend.breakdowns.types import Row, Tokens
from finops.spend.csv_export import safe_cell
from finops.spend.schemas import decimal_text

HEADER = (
    "cost_usd",
    "previous_cost_usd",
    "runs",
    "cost_per_run_usd",
    "calls",
    "failed",
    "unpriced_calls",
    *Tokens._fields,
    "p50_ns",
    "p95_ns",
    "p99_ns",
    "first_token_p50_ns",
    "first_token_p95_ns",
    "first_token_p99_ns",
)
Cell = str | int | None


def csv_lines(kind: Kind, rows: Iterable[Row]) -> Iterator[str]:
    """Lines of the file, the header first. What is unknown is an empty cell, never 0."""
    yield _line([kind.dimension, *HEADER])
    for row in rows:
        yield _line([safe_cell(row.value), *_cells(row)])


def _cells(row: Row) -> list[Cell]:
    return [
        decimal_text(row.cost),
        decimal_text(row.before),
        row.runs,
        decimal_text(row.run_cost),
        row.measures.calls,
        row.measures.errors,
        row.measures.unpriced_calls,
        *row.tokens,
        *_percentiles(row.latency),
        *_percentiles(row.first_token),
    ]


def _percentiles(took: Latency | None) -> list[Cell]:
    return [took.median.value, took.p95.value, took.p99.value] if took else [None, None, None]


def _line(cells: list[Cell]) -> str:
    text = StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
