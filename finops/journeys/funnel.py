"""How many runs of a journey reached each of its steps."""

from collections.abc import Sequence
from typing import NamedTuple

from finops.core.db.files import read_sql
from finops.core.db.rows import fetch
from finops.core.periods import Instants

SQL = read_sql(__file__, "funnel.sql")
MOST_RUNS = 2000  # the newest: a share of them is within 2 points of that of all


class Reached(NamedTuple):
    """A step, and how many runs called a model in it."""

    step: str
    runs: int
    of: int

    @property
    def width(self) -> str:
        """Its share of all runs, as SVG writes a width."""
        return f"{self.runs * 100 / self.of if self.of else 0:.1f}%"


class Funnel(NamedTuple):
    """The steps of a journey in their order."""

    runs: int
    steps: list[Reached]

    @property
    def is_sample(self) -> bool:
        """Whether there may be older runs that were left out."""
        return self.runs >= MOST_RUNS


def funnel(journey: str, steps: Sequence[str], times: Instants) -> Funnel:
    """The newest runs of a span of time, by the steps they reached."""
    parameters = {
        "journey": journey, "steps": list(steps), "start": times.start, "end": times.end, "most": MOST_RUNS
    }  # fmt: skip
    found = dict(fetch(lambda *row: row, SQL, parameters))
    runs = int(found.get(None, 0))
    return Funnel(runs, [Reached(step, int(found.get(step, 0)), runs) for step in steps])
