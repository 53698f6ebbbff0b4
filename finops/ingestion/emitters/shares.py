"""How many calls say each thing, and where those are that do not. Pure but for the names of the URLs."""

from typing import NamedTuple

from finops.core.periods import Days
from finops.ingestion.emitters.types import THINGS, Service
from finops.ingestion.pricing import exactly
from finops.spend import links

DIMENSIONS = {"model": "response_model", "team": "team", "journey": "journey", "customer": "customer"}


class Share(NamedTuple):
    """How many calls say one thing; `url` opens those that do not, empty where no filter finds them."""

    thing: str
    said: int
    missing: int
    url: str


def service_url(project: str, name: str | None) -> str:
    """The page of one service; None is the service without a name."""
    return links.address("service", [("project", project), *([("service", name)] if name else [])])


def shares(service: Service, days: Days) -> list[Share]:
    """One for each thing a ledger needs to know."""
    return [_share(service, thing, days) for thing in THINGS]


def _share(service: Service, thing: str, days: Days) -> Share:
    said: int = getattr(service, thing)
    missing = service.calls - said
    return Share(thing, said, missing, _url(service, thing, days) if missing else "")


def _url(service: Service, thing: str, days: Days) -> str:
    of_service = exactly("project", service.project), exactly("service", service.service)
    if thing == "price":
        return links.charges_url(days, of_service, unpriced=True)
    if thing not in DIMENSIONS:
        return ""
    return links.charges_url(days, (*of_service, exactly(DIMENSIONS[thing], None)))
