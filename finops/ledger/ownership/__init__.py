"""Which observations of model calls count (telemetry reference 5.7).

`resolve` is pure and gives the same answer for any order of its input. Its steps, in order: versions of
one span (`versions`), sightings of one response (`responses`), spans of one call inside each other
(`nesting`), twins side by side (`twins`), sums of calls (`aggregates`). Counters (`meters`) stand apart.
"""

from finops.ledger.ownership.records import Node, Observation, Verdict
from finops.ledger.ownership.resolution import resolve

__all__ = ["Node", "Observation", "Verdict", "resolve"]
