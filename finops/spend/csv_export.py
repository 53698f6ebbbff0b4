"""Spend as CSV: streamed, exact, and safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator

from finops.core.spreadsheet import safe_cell as safe_cell
from finops.spend.schemas import decimal_text
from finops.spend.types import Measures, SpendQuery, SpendRow

COUNTS = ("calls", "errors", "unpriced_calls", "unknown_calls")
TOKENS = ("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens")
COSTS = ("cost_input", "cost_cache_read", "cost_cache_write", "cost_output", "cost_other")


class _Echo:
    """Hands back what the writer writes."""

    def write(self, text: str) -> str:
        return text


def csv_lines(query: SpendQuery, rows: Iterable[SpendRow]) -> Iterator[str]:
    """Lines of the file, the header first. An unknown cost is an empty cell, never 0."""
    writer = csv.writer(_Echo())
    period = [str(query.interval)] if query.interval else []
    header = [*period, *query.group_by, *COUNTS, *TOKENS, "cost_usd", *(f"{name}_usd" for name in COSTS)]
    yield writer.writerow(header)
    for row in rows:
        start = [row.period.isoformat()] if row.period else []
        yield writer.writerow([*start, *map(safe_cell, row.values), *_cells(row.measures)])


def _cells(measures: Measures) -> list[int | str | None]:
    known = measures.known_cost is not None
    counts: list[int | str | None] = [getattr(measures, name) for name in COUNTS]
    counts += [getattr(measures, name) if measures.tokens_known else None for name in TOKENS]
    costs = [decimal_text(getattr(measures, name)) if known else None for name in COSTS]
    return [*counts, decimal_text(measures.known_cost), *costs]
