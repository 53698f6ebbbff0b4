"""What is known of a service that sends, and of the libraries in it."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from finops.spend.types import known_cost

THINGS = ("usage", "model", "price", "team", "journey", "customer")  # what a ledger needs to know of a call


class Service(NamedTuple):
    """How many of the counted calls of one service say what a ledger needs. The cost is in USD."""

    project: str
    service: str | None
    calls: int
    cost: Decimal
    usage: int
    model: int
    price: int
    team: int
    journey: int
    customer: int
    dialects: list[str]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.service or "Unnamed service"

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one of the calls has a price."""
        return known_cost(self.calls, self.calls - self.price, self.cost)

    @property
    def missing(self) -> list[str]:
        """What some of its calls do not say."""
        return [thing for thing in THINGS if getattr(self, thing) < self.calls]


class Metered(NamedTuple):
    """A service that counts tokens in these metrics and sends no call."""

    project: str
    service: str | None
    metrics: list[str]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.service or "Unnamed service"


class Library(NamedTuple):
    """One release of a library in a service, and what its newest calls say; failed calls are left out.

    Without calls among the newest of the service it may only carry the request.
    """

    scope_name: str
    scope_version: str
    dialect: str
    layer: int
    sources: int
    first_seen: dt.datetime
    calls: int
    counted: int
    usage: int
    streamed_without_usage: int
