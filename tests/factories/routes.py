"""Every door of the web process, and what it asks of whoever opens it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from finops.accounts.permissions import Capability, declared
from finops.api import api

EXAMPLES = {"trace_id": "0" * 31 + "1", "hex_id": "0" * 15 + "1", "str": "x" * 40}  # of the others, 1


class Route(NamedTuple):
    """One door: the name of the page (of the API: its path) and an example of its address.

    `methods` are those of an operation: reading and writing at one address may ask for different things.
    """

    name: str
    address: str
    capability: Capability | None
    methods: tuple[str, ...] = ("GET", "POST")


def pages() -> list[Route]:
    """Every page and fragment."""
    return list(_pages(get_resolver().url_patterns, "/"))


def operations() -> list[Route]:
    """Every operation of the API that its description shows."""
    return [
        Route(path, f"/api/v1/{path.lstrip('/')}", declared(operation.view_func), tuple(operation.methods))
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        if operation.include_in_schema
    ]


def _pages(patterns: list, prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not route.startswith("/api/"):
            yield from _pages(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            address = "".join(_example(part) for part in route.split("<"))
            yield Route(pattern.name or "", address, declared(pattern.callback))


def _example(part: str) -> str:
    if ">" not in part:
        return part
    converter, _, rest = part.partition(">")
    return EXAMPLES.get(converter.partition(":")[0], "1") + rest
