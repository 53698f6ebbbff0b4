"""What spend is broken down by on pages of their own: journeys, models, customers."""

from typing import NamedTuple

from finops.spend.types import Filter


class Kind(NamedTuple):
    """One of them: its dimension, its words, and by what its page breaks it down, the chart's first."""

    dimension: str
    noun: str
    plural: str
    parts: tuple[str, ...]
    latency_of: str  # what the latency is measured over: runs or calls

    @property
    def page(self) -> str:
        """The name of the address of the list; the CSV and the detail page derive from it."""
        return self.plural

    @property
    def csv_page(self) -> str:
        """The name of the address of the CSV."""
        return f"{self.plural}_csv"

    @property
    def detail_page(self) -> str:
        """The name of the address of one of them."""
        return self.noun

    @property
    def title(self) -> str:
        """The heading of the list."""
        return self.plural.capitalize()

    @property
    def measures_calls(self) -> bool:
        """Whether its latency is that of single calls rather than of whole runs."""
        return self.latency_of == "calls"

    def filter(self, value: str | None) -> Filter:
        """What narrows spend to one of them; None is what nobody claimed."""
        return Filter(self.dimension, missing=True) if value is None else Filter(self.dimension, (value,))


JOURNEYS = Kind("journey", "journey", "journeys", ("response_model", "step", "team"), "runs")
MODELS = Kind("response_model", "model", "models", ("team", "journey", "provider"), "calls")
CUSTOMERS = Kind("customer", "customer", "customers", ("response_model", "journey"), "runs")
KINDS = (JOURNEYS, MODELS, CUSTOMERS)
