"""Which columns the list of charges shows, and how low its rows are."""

import re

import pytest
from django.test import Client

from tests.factories.people import body, browser, person
from tests.factories.rollups import charge, roll_up

pytestmark = pytest.mark.django_db
NOVEMBER = "/charges/?from=2026-11-01&to=2026-11-30"


@pytest.fixture
def finance() -> Client:
    key = charge(team="support")
    winner = {"winner_trace_id": key.trace_id, "winner_span_id": key.span_id}
    charge(time=key.time, trace_id=key.trace_id, counted=False, uncounted_reason="duplicate", **winner)
    roll_up()
    return browser(person("finance"))


def headings(page: str) -> list[str]:
    return re.findall(r"<th[^>]*>([^<]+)</th>", page)


def test_columns_can_be_left_out_and_the_tabs_keep_the_choice(finance: Client) -> None:
    assert headings(body(finance, NOVEMBER))[2:4] == ["Team, journey, customer", "Input"]
    page = body(finance, f"{NOVEMBER}&column=&column=output&density=compact")
    assert headings(page) == ["Time, trace", "Model", "Output", "Cost, USD"]
    assert '<table class="data compact">' in page
    (counted,) = re.findall(r'href="([^"]+)">Counted</a>', page)
    assert headings(body(finance, counted)) == headings(page)


def test_an_explained_charge_lists_what_else_was_seen_with_all_columns(finance: Client) -> None:
    link = re.findall(r'href="(/charges/\d[^"]+)"', body(finance, NOVEMBER))[0]
    assert {"Input", "Output", "Counted"} <= set(headings(body(finance, link)))


def test_a_column_that_does_not_exist_is_refused(finance: Client) -> None:
    assert finance.get(f"{NOVEMBER}&column=colour").status_code == 400
