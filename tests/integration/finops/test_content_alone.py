"""What a page that stays is told when somebody sorts, filters or goes on: its content, nothing else."""

import re

import pytest
from django.test import Client

from tests.factories.people import browser, person
from tests.integration.finops.test_pages import walked

pytestmark = pytest.mark.django_db
ALONE = {"HX-Request": "true", "HX-Target": "content"}
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|\d+')  # another token, and a later second
MAIN = re.compile(r'<main id="content".*</main>', re.DOTALL)


def content(html: str) -> str:
    found = MAIN.search(html)
    assert found, html[:200]
    return PASSING.sub("", found[0])


def test_the_content_alone_is_that_of_the_page() -> None:
    client, stops = walked()
    for stop in stops:
        page, alone = client.get(stop.address), client.get(stop.address, headers=ALONE)
        assert alone.status_code == page.status_code, stop
        if page.status_code != 200:
            continue
        assert '<nav class="rail"' not in alone.content.decode(), stop
        assert "<title>" in alone.content.decode(), stop
        assert content(alone.content.decode()) == content(page.content.decode()), stop


@pytest.mark.parametrize("headers", [{}, ALONE])
def test_no_cache_takes_one_for_the_other(headers: dict[str, str]) -> None:
    answer = browser(person("admin")).get("/traces/", headers=headers)
    assert {"HX-Request", "HX-Target"} <= set(answer["Vary"].split(", "))
    assert ("no-store" in answer.get("Cache-Control", "")) is bool(headers)


def test_who_has_signed_out_gets_no_content() -> None:
    answer = Client().get("/traces/", headers=ALONE)
    assert answer.headers["HX-Refresh"] == "true"
    assert not answer.content
