"""One view, two answers."""

import pytest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from finops.core.htmx import wants_content, wants_fragment

FRAGMENT = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, False),
        (FRAGMENT, True),
        (FRAGMENT | {"HX-Boosted": "true"}, False),
        (FRAGMENT | {"HX-History-Restore-Request": "true"}, False),
        (FRAGMENT | {"HX-Target": "span"}, True),
        (FRAGMENT | {"HX-Target": "content"}, False),
    ],
)
def test_only_a_swap_into_the_page_gets_a_fragment(headers: dict[str, str], wanted: bool) -> None:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    assert wants_fragment(request) is wanted


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, False),
        (FRAGMENT, False),
        ({"HX-Target": "content"}, False),
        (FRAGMENT | {"HX-Target": "content"}, True),
    ],
)
def test_only_a_page_that_is_there_gets_content_alone(headers: dict[str, str], wanted: bool) -> None:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    assert wants_content(request) is wanted
