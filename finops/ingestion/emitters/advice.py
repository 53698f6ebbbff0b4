"""What to change in the libraries of a service so that its calls say what is missing. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from finops.ingestion.emitters.dialects import (
    ANY,
    IN_CALLER,
    RELEASES,
    RESOURCE,
    STREAMS,
    USAGE,
    VALUES,
    WAYS,
    Way,
)
from finops.ingestion.emitters.types import Library, Service

MODEL = "Set gen_ai.request.model and gen_ai.response.model on the span of the call."
PRICE = "The model has no price yet, or nobody said how many tokens it took; the list says which."
TOKENS = "Set gen_ai.usage.input_tokens and gen_ai.usage.output_tokens on the span of the call."


class Step(NamedTuple):
    """One thing to change, and what is written where (empty: nothing to write)."""

    text: str
    code: str = ""


class Advice(NamedTuple):
    """What some calls do not say, how many, and how to mend it."""

    thing: str
    missing: int
    steps: list[Step]


def advice(service: Service, libraries: Sequence[Library]) -> list[Advice]:
    """What is missing, with the ways that the dialects of its calls know."""
    reporting = [library for library in libraries if library.calls]
    return [
        Advice(thing, service.calls - getattr(service, thing), _steps(thing, reporting))
        for thing in service.missing
    ]


def upgrades(libraries: Iterable[Library]) -> list[Step]:
    """Libraries of which a later release says more."""
    found = []
    for library in libraries:
        for release in RELEASES:
            if library.dialect == release.dialect and library.scope_name.startswith(release.scope):
                version = _version(library.scope_version)
                since = ".".join(map(str, release.since))
                if version and version < release.since:
                    have = f"{library.scope_name} {library.scope_version}"
                    found.append(Step(f"Upgrade {have}: from {since} on, {release.why}."))
    return list(dict.fromkeys(found))


def _steps(thing: str, reporting: Sequence[Library]) -> list[Step]:
    if thing == "usage":
        return _usage(reporting)
    if thing in VALUES:
        return _ways(thing, reporting)
    return [Step(MODEL if thing == "model" else PRICE)]


def _usage(reporting: Sequence[Library]) -> list[Step]:
    lacking = [library for library in reporting if library.usage < library.calls]
    found = [USAGE[library.dialect] for library in lacking if library.dialect in USAGE]
    if any(library.streamed_without_usage for library in lacking) and not any(
        STREAMS in one for one in found
    ):
        found.append(STREAMS)
    return [Step(text) for text in dict.fromkeys(found or [TOKENS, STREAMS])]


def _ways(dimension: str, reporting: Sequence[Library]) -> list[Step]:
    known = [WAYS[library.dialect] for library in reporting if library.dialect in WAYS]
    ways = [way for way in dict.fromkeys(known) if dimension in way.dimensions]
    general = [] if IN_CALLER in ways else [ANY]
    general += [RESOURCE] if dimension == "team" and RESOURCE not in ways else []
    return [_step(way, dimension) for way in (*ways, *general)]


def _step(way: Way, dimension: str) -> Step:
    return Step(way.where, way.code.format(key=dimension, value=VALUES[dimension]))


def _version(text: str) -> tuple[int, ...]:
    """The numbers a version begins with; empty when it has none."""
    found = re.match(r"v?(\d{1,6}(?:\.\d{1,6}){0,3})", text)
    return tuple(int(number) for number in found[1].split(".")) if found else ()
