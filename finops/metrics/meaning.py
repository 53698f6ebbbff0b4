"""What known metrics tell, and what they have to do with spend: `known.csv` and one look-up.

Its sources: the OpenTelemetry GenAI conventions, and what coding agents, inference servers and NVIDIA's DCGM
exporter write about their metrics.
"""

import csv
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

SEPARATORS = re.compile(r"[:./\-]")


class InSpend(StrEnum):
    """What a metric has to do with spend."""

    REPEATS = "repeats"
    CHARGED = "charged"
    ALLOCATES = "allocates"
    HARDWARE = "hardware"
    NONE = "none"

    @property
    def sentence(self) -> str:
        """The same for people."""
        return SENTENCES[self]


SENTENCES = {
    InSpend.REPEATS: "Repeats what spans say: never added to spend.",
    InSpend.CHARGED: "A coding agent's own count: charged by the hour where no call of its session is known.",
    InSpend.ALLOCATES: "What a self-hosted model did: no spend by itself, a measure to share GPU cost by.",
    InSpend.HARDWARE: "What a GPU does: no spend by itself.",
    InSpend.NONE: "Not spend.",
}


class Meaning(NamedTuple):
    """What a metric tells, in few words and in a sentence; the unit is that of its source."""

    title: str
    tells: str
    unit: str
    in_spend: InSpend
    source: str


def meaning(name: str) -> Meaning | None:
    """The meaning of a metric; None where it is not known. Prometheus' way of writing names is understood."""
    return KNOWN.get(spelled(name))


def spelled(name: str) -> str:
    """A name as exporters to Prometheus and back may have changed it, all of them alike."""
    return SEPARATORS.sub("_", name.lower()).removesuffix("_total")


def _known() -> Iterator[tuple[str, Meaning]]:
    with Path(__file__).with_name("known.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            in_spend = InSpend(row["in_spend"])
            yield (
                spelled(row["name"]),
                Meaning(row["title"], row["tells"], row["unit"], in_spend, row["source"]),
            )


KNOWN = dict(_known())
