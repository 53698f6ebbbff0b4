"""How many critical alerts go on stands in the rail of every page, and costs no page anything."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from finops.core.counts import CRITICAL_ALERTS, keep
from finops.notifications.alert_list import critical
from finops.notifications.types import Severity
from tests.factories.alerts import alert
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    cache.delete(f"count:{CRITICAL_ALERTS}")


def rail() -> str:
    page = body(browser(person("engineer", email=f"{critical()}@example.com")), reverse("account"))
    return page[page.index('aria-label="Main"') : page.index("</nav>")]


def test_the_rail_counts_the_critical_ones_that_go_on() -> None:
    keep(CRITICAL_ALERTS, critical())
    assert 'class="count"' not in rail()
    alert("a", severity=Severity.CRITICAL)
    alert("b", severity=Severity.CRITICAL, ended="Over.")
    alert("c")
    keep(CRITICAL_ALERTS, critical())
    assert "1 critical alert<" in rail()


@override_settings(CACHES=NOBODY_LISTENS)
def test_pages_are_answered_while_the_cache_is_not() -> None:
    keep(CRITICAL_ALERTS, 3)
    assert 'class="count"' not in rail()
