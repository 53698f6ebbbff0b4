"""Another order of the list of traces: only what it changes is read and told again."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from finops.traces.few import tallies_of
from finops.traces.selectors import trace_page, trace_tallies
from finops.traces.types import TraceQuery
from tests.factories.people import browser, person
from tests.factories.rollups import trace

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true", "HX-Target": "content"}
SHOWN = {**IN_PLACE, "X-Shown": "matching glance"}


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def several() -> None:
    for minutes in range(1, 7):
        trace(
            start_time=timezone.now() - dt.timedelta(minutes=minutes),
            duration_ns=minutes * 10**8,
            cost=Decimal(minutes),
            team="support" if minutes % 2 else None,
            journey=f"journey {minutes}",
            models=["gpt-4o", f"model {minutes // 3}"],
            error_count=minutes % 3,
            unpriced_count=minutes % 2,
        )


def test_a_page_that_shows_what_traces_share_is_sent_only_their_new_order(engineer: Client) -> None:
    several()
    whole = engineer.get("/traces/?sort=cost", headers=IN_PLACE).content.decode()
    page = engineer.get("/traces/?sort=cost", headers=SHOWN).content.decode()
    assert '<div id="matching" data-same></div>' in page and 'id="glance" data-same></section>' in page
    assert 'class="facet"' in whole and 'class="facet"' not in page
    rows = re.compile("<tbody>.*</tbody>", re.DOTALL)
    assert rows.findall(page) == rows.findall(whole)


def test_what_is_not_told_again_is_not_read_again(engineer: Client) -> None:
    for minutes in range(60):
        trace(start_time=timezone.now() - dt.timedelta(minutes=minutes))
    with CaptureQueriesContext(connection) as whole:
        engineer.get("/traces/?sort=cost", headers=IN_PLACE)
    with CaptureQueriesContext(connection) as part:
        engineer.get("/traces/?sort=cost", headers=SHOWN)
    read = [any("percentile_disc" in query["sql"] for query in found) for found in (whole, part)]
    assert read == [True, False] and len(part) < len(whole)


def test_a_page_without_them_is_told_everything(engineer: Client) -> None:
    several()
    page = engineer.get("/traces/?sort=cost", headers={**IN_PLACE, "X-Shown": "matching"}).content.decode()
    assert 'class="facet"' in page and "data-same" not in page
    whole = engineer.get("/traces/?sort=cost", headers={"X-Shown": "matching glance"}).content.decode()
    assert 'class="facet"' in whole


def test_a_few_traces_are_counted_as_many_are() -> None:
    several()
    for query in (TraceQuery(), TraceQuery(text="nothing is called so")):
        counted = trace_tallies(query)
        assert sorted(tallies_of(trace_page(query).traces), key=str) == sorted(counted, key=str)
