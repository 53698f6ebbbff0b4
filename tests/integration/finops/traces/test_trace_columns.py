"""Which columns the list of traces shows, and how low its rows are."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import body, browser, person
from tests.factories.rollups import trace

pytestmark = pytest.mark.django_db
CHOSEN = {"range": "7d", "sort": "cost", "column": ["", "calls"], "density": "compact"}


@pytest.fixture
def engineer() -> Client:
    for team in ("support", "growth"):
        trace(start_time=timezone.now(), team=team, error_count=1)
    return browser(person("engineer"))


def headings(page: str) -> list[str]:
    cells = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", page, re.S)
    return [re.sub(r"<[^>]+>|↓", "", cell).strip() for cell in cells]


def test_columns_can_be_left_out_and_rows_be_low(engineer: Client) -> None:
    assert headings(body(engineer, "/traces/"))[1:4] == ["Whose", "Models", "Calls"]
    page = body(engineer, f"/traces/?{urlencode(CHOSEN, doseq=True)}")
    assert headings(page) == ["Trace, time", "Calls", "Duration", "Cost, USD"]
    assert 'class="data traces compact chosen"' in page


def test_every_link_and_form_of_the_list_keeps_the_choice(engineer: Client) -> None:
    page = engineer.get("/traces/", {**CHOSEN, "team": "support"}).content.decode()
    links = [unescape(link) for link in re.findall(r'href="(/traces/\?[^"]*|\?[^"]*)"', page)]
    assert len(links) > 10
    density = re.findall(r'href="([^"]*)">Roomy rows', page)
    for link in links:
        assert "column=calls" in link, link
        assert "density=compact" in link or link in map(unescape, density), link
    for form in re.findall(r"<form class=\"filters\".*?</form>", page, re.S):
        assert 'name="column" value="calls"' in form and 'name="density" value="compact"' in form


def test_a_column_that_does_not_exist_is_refused(engineer: Client) -> None:
    assert engineer.get("/traces/?column=colour").status_code == 400
