"""What calls lack, service by service, and what to change where they come from."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from finops.core.periods import Days
from finops.ingestion.emitters.shares import service_url
from finops.ingestion.pricing import exactly
from finops.ingestion.types import Coverage
from finops.spend import links

ADVICE = {
    "usage": "Let the instrumentation report tokens: gen_ai.usage.input_tokens and output_tokens. "
    'Streamed calls to OpenAI report them with stream_options={"include_usage": true}.',
    "model": "Set gen_ai.request.model and gen_ai.response.model on the span of the call.",
    "journey": "Set finops.journey on the span that begins the journey; every call below it inherits it.",
    "team": "Set finops.team on a span above the call or on the resource (in OTEL_RESOURCE_ATTRIBUTES), or "
    "add a rule or give the project an owner team in Settings.",
}
WITHOUT = {"model": "response_model", "journey": "journey", "team": "team"}


class Share(NamedTuple):
    """How many calls say one thing; `url` opens those that do not, empty where no filter finds them."""

    said: int
    url: str


class CoverageLine(NamedTuple):
    """One service; the shares in the order of `ADVICE`."""

    service: Coverage
    url: str  # of what to change in it
    shares: list[Share]


class Gap(NamedTuple):
    """One thing that is missing somewhere, where, and what to do about it."""

    name: str
    services: list[str]
    advice: str


def coverage_lines(found: Iterable[Coverage], days: Days) -> list[CoverageLine]:
    """Services with links to the calls that lack something."""
    return [
        CoverageLine(
            service,
            service_url(service.project, service.service),
            [_share(service, name, days) for name in ADVICE],
        )
        for service in found
    ]


def gaps(found: Sequence[Coverage]) -> list[Gap]:
    """What is missing, with the services that leave it out, the busiest first."""
    lacking = {
        name: [one.service or "unnamed" for one in found if getattr(one, name) < one.calls] for name in ADVICE
    }
    return [Gap(name, services, ADVICE[name]) for name, services in lacking.items() if services]


def _share(service: Coverage, name: str, days: Days) -> Share:
    said: int = getattr(service, name)
    if name not in WITHOUT or said == service.calls:
        return Share(said, "")
    of_service = exactly("project", service.project), exactly("service", service.service)
    return Share(said, links.charges_url(days, (*of_service, exactly(WITHOUT[name], None))))
