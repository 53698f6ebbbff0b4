"""Other spellings of a model's name, from the most to the least exact."""

import datetime as dt
import re
from collections.abc import Iterator

from finops.prices.providers import NAMES

_COMPACT_DATE = re.compile(r"(-)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)")
_SNAPSHOT = re.compile(r"[-@](20\d{2}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])|latest|default)$")
_REGION_SCOPE = re.compile(r"^(global|us-gov|us|eu|apac|au|ca|jp|sa)\.(?=[a-z0-9-]+\.)")
_RESOURCE = re.compile(r"^(projects/[^/]+/locations/[^/]+/)?(publishers/[^/]+/)?models/")
_ARN = re.compile(r"^arn:aws[a-z-]*:bedrock:[^/]*/")
_AWS_ROUTE = re.compile(r"^(converse/|invoke/|[a-z]{2}(-gov)?-[a-z]+-\d/)+")
_LONG_CONTEXT = re.compile(r"\[1m\]$")


def spellings(model: str) -> Iterator[str]:
    """The names to look for, best first: as sent, without what a platform adds, without its date.

    A snapshot that the price book does not know has the price of its model. Suffixes that carry a price
    (`:free`, `:batch`, `-fast`) always stay.
    """
    seen: set[str] = set()
    for name in _spellings(model.strip().lower()):
        if name and name not in seen:
            seen.add(name)
            yield name


def _spellings(name: str) -> Iterator[str]:
    bare = list(_without_platform(name))
    yield from _with_dashed_dates([name, *bare])
    undated = [_SNAPSHOT.sub("", spelling) for spelling in (name, *bare)]
    yield from undated


def _with_dashed_dates(names: list[str]) -> Iterator[str]:
    for name in names:
        yield name
        yield dashed_date(name)


def _without_platform(name: str) -> Iterator[str]:
    """Each step takes away one thing a platform or gateway puts around the model's own name."""
    for pattern in (_LONG_CONTEXT, _ARN, _RESOURCE):
        name = pattern.sub("", name)
        yield name
    while (parts := name.partition("/"))[1] and parts[0] in NAMES:
        name = _AWS_ROUTE.sub("", parts[2])
        yield name
    yield _REGION_SCOPE.sub("", name)


def dashed_date(name: str) -> str:
    """`gpt-5.2-20251211` as `gpt-5.2-2025-12-11`; what is no date stays."""
    return _COMPACT_DATE.sub(_dashed, name)


def _dashed(match: re.Match[str]) -> str:
    year, month, day = (int(match.group(index)) for index in (2, 3, 4))
    try:
        return f"-{dt.date(year, month, day)}"
    except ValueError:
        return match.group(0)


def region_scope(model: str) -> str | None:
    """Where a Bedrock inference profile may run the call: `us`, `eu`, `apac`, `global`, ..."""
    match = _REGION_SCOPE.match(_ARN.sub("", model.strip().lower()))
    return match.group(1) if match else None
