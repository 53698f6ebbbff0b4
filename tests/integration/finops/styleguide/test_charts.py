"""The charts of the styleguide."""

import json
import re

import pytest
from django.test import Client

from finops.styleguide.charts import all_charts
from tests.factories.people import browser, person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.finops.styleguide.urls")]


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def test_every_kind_and_state_is_shown_and_the_page_stays_under_100_kb(engineer: Client) -> None:
    response = engineer.get("/styleguide/charts/")
    page = response.content.decode()
    assert len(response.content) < 100_000
    for chart in all_charts():
        assert f'id="{chart.id}-title"' in page
    assert page.count("Nothing to draw in this range") == 1


def test_the_range_of_the_styleguide_is_the_one_in_its_address(engineer: Client) -> None:
    page = engineer.get("/styleguide/?range=90d&compare=year").content.decode()
    assert 'aria-current="true">90 days</a>' in page
    assert 'aria-current="true">Same days last year</a>' in page
    assert engineer.get("/styleguide/?range=love").status_code == 400


def test_every_drawing_is_json_that_a_browser_can_read(engineer: Client) -> None:
    page = engineer.get("/styleguide/charts/").content.decode()
    found = re.findall(r'<script id="[^"]+-data" type="application/json">(.*?)</script>', page)
    assert len(found) == len(all_charts()) - 1
    assert all(json.loads(figure)["data"] for figure in found)
