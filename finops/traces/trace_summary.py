"""Whose a trace is, each value a way to the traces that share it."""

from typing import NamedTuple

from finops.spend import links
from finops.traces.types import TraceRow

FACTS = {
    "team": "team",
    "journey": "journey",
    "customer": "customer",
    "user": "end_user",
    "session": "session",
    "service": "service",
    "environment": "environment",
    "project": "project",
}


class Fact(NamedTuple):
    """One value of a trace; None: nobody says."""

    label: str
    value: str | None
    url: str


def summary_facts(summary: TraceRow | None) -> list[Fact]:
    """What the trace is attributed to; nothing before it is settled."""
    if summary is None:
        return []
    found = []
    for dimension, field in FACTS.items():
        value = getattr(summary, field)
        url = links.address("traces", [(dimension, value)]) if value is not None else ""
        found.append(Fact(links.label_of(dimension), value, url))
    return found
