"""Finance, and leads of other teams, look everywhere for prompt text and find none."""

import re
import uuid
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from finops.accounts.models import Role
from finops.core.parameters import hex_from_signed
from tests.factories import rollups
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db
PROMPT = "the customer's secret question"
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
MOST_PAGES = 120


@pytest.fixture
def content_url() -> str:
    """The address of a kept prompt, in a trace of the team support."""
    trace_id = uuid.uuid4()
    rollups.trace(trace_id=trace_id, team="support", service="refund-api")
    kept = {"gen_ai.input.messages": [{"role": "user", "content": PROMPT}]}
    span_id = rollups.span(trace_id=trace_id, name="chat gpt-4o", content=kept)
    rollups.charge(trace_id=trace_id, span_id=span_id, team="support", counted=True)
    rollups.roll_up()
    project, fingerprint = rollups.project().pk, hex_from_signed(1)
    return reverse(
        "trace_content",
        kwargs={
            "project": project,
            "trace": trace_id,
            "span": hex_from_signed(span_id),
            "fingerprint": fingerprint,
        },
    )


def body(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def everything_within_reach(client: Client, starts: list[str]) -> dict[str, str]:
    """Every page that links lead to from `starts`, and what it says."""
    pages: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(pages) < MOST_PAGES:
        address = waiting.pop(0)
        if address not in pages and not address.startswith(("/static/", "/accounts/logout")):
            pages[address] = body(client, address)
            waiting += [unescape(found) for found in LINK.findall(pages[address])]
    return pages


def trace_url(content_url: str) -> str:
    return "/".join(content_url.split("/")[:4]) + "/"


@pytest.mark.parametrize(("role", "teams"), [(Role.FINANCE, ("support",)), (Role.LEAD, ("copilot",))])
def test_no_page_or_answer_of_the_api_within_reach_holds_the_prompt(
    content_url: str, role: Role, teams: tuple[str, ...]
) -> None:
    client = browser(person(role, teams=teams))
    api = [f"/api/v1/{name}?start=2026-11-01&end=2026-12-01" for name in ("spend", "charges", "traces")]
    spend = "/spend/?start=2026-11-01&end=2026-12-01"
    pages = everything_within_reach(client, ["/", spend, trace_url(content_url), content_url, *api])
    assert any(address.startswith(trace_url(content_url)) for address in pages)
    assert [address for address, text in pages.items() if PROMPT in unescape(text)] == []


@pytest.mark.parametrize(("role", "teams"), [(Role.FINANCE, ("support",)), (Role.LEAD, ("copilot",))])
def test_the_address_of_the_prompt_itself_is_refused(
    content_url: str, role: Role, teams: tuple[str, ...]
) -> None:
    client = browser(person(role, teams=teams))
    for headers in ({}, {"HX-Request": "true"}):
        assert client.get(content_url, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("role", "teams"), [(Role.ADMIN, ()), (Role.ENGINEER, ()), (Role.LEAD, ("support",))]
)
def test_those_who_may_read_it_find_it(content_url: str, role: Role, teams: tuple[str, ...]) -> None:
    assert PROMPT in unescape(body(browser(person(role, teams=teams)), content_url))
