"""What one person finds: nothing that their role may not open."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from finops.accounts import navigation, permissions
from finops.accounts.permissions import Capability
from finops.core import viewer
from finops.core.formatting import moment
from finops.search import selectors
from finops.search.types import FoundTrace, Group, Hit, Name


class Kind(NamedTuple):
    """How the values of a dimension are shown; `page` is narrowed to one of them."""

    title: str
    icon: str
    page: str


KINDS = {
    "team": Kind("Teams", "teams", "spend"),
    "response_model": Kind("Models", "models", "model"),
    "journey": Kind("Journeys", "journeys", "journey"),
    "customer": Kind("Customers", "customers", "customer"),
}


def results(user: Any, text: str) -> list[Group]:
    """Everything the person may open that has the text in its name; without a text, the pages."""
    groups = [Group("Pages", list(_pages(user, text)))]
    if text and permissions.can(user, Capability.VIEW_TRACES):
        groups.append(Group("Traces", [_trace(found) for found in selectors.traces(text)]))
    if text and permissions.can(user, Capability.VIEW_SPEND):
        groups += _named(selectors.names(text))
    return [group for group in groups if group.hits]


def _pages(user: Any, text: str) -> Iterator[Hit]:
    for link in navigation.rail(user, None):
        if text.lower() in link.label.lower():
            yield Hit(link.label, link.href, link.icon)
    if text and permissions.can(user, Capability.MANAGE_ORGANISATION):
        for link in navigation.settings_tabs(None):
            if text.lower() in f"settings {link.label}".lower():
                yield Hit(link.label, link.href, "settings", "Settings")


def _named(found: list[Name]) -> Iterator[Group]:
    for dimension, kind in KINDS.items():
        hits = [_hit(kind, name) for name in found if name.dimension == dimension]
        yield Group(kind.title, hits)


def _hit(kind: Kind, name: Name) -> Hit:
    return Hit(name.value, f"{reverse(kind.page)}?{urlencode({name.dimension: name.value})}", kind.icon)


def _trace(found: FoundTrace) -> Hit:
    started = moment(viewer.local(found.start_time))
    url = reverse("trace", args=[found.project_id, found.trace_id])
    return Hit(found.name or "unnamed", url, "traces", f"{found.trace_id.hex[:8]}…, {started}")
