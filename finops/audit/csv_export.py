"""The audit log as CSV."""

import csv
import json
from collections.abc import Iterable, Iterator

from finops.audit.models import Entry
from finops.core.spreadsheet import safe_cell

HEADER = ("at", "who", "action", "what", "detail")


class _Echo:
    """Hands back what the writer writes."""

    def write(self, text: str) -> str:
        return text


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Lines of the file, the header first; times in UTC, the detail as JSON."""
    writer = csv.writer(_Echo())
    yield writer.writerow(HEADER)
    for entry in entries:
        cells = (entry.actor_name, entry.action, entry.target, json.dumps(entry.detail))
        yield writer.writerow([entry.at.isoformat(), *map(safe_cell, cells)])
