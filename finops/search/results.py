"""What one person finds: nothing that their role may not open."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from finops.accounts import navigation, permissions
from finops.accounts.permissions import Capability
from finops.core.formatting import moment
from finops.search import selectors
from finops.search.types import FoundTrace, Group, Hit, Name

KINDS = {  # dimension -> title, icon
    "team": ("Teams", "customers"),
    "response_model": ("Models", "models"),
    "journey": ("Journeys", "journeys"),
    "customer": ("Customers", "customers"),
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
    for dimension, (title, icon) in KINDS.items():
        hits = [Hit(name.value, _spend(name), icon) for name in found if name.dimension == dimension]
        yield Group(title, hits)


def _spend(name: Name) -> str:
    return f"{reverse('spend')}?{urlencode({name.dimension: name.value})}"


def _trace(found: FoundTrace) -> Hit:
    started = moment(timezone.localtime(found.start_time))
    url = reverse("trace", args=[found.project_id, found.trace_id])
    return Hit(found.name or "unnamed", url, "traces", f"{found.trace_id.hex[:8]}…, {started}")
