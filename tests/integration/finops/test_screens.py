"""Every screen renders for everybody who may see it, empty and filled, and never shows content to finance."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from finops.audit.models import Entry
from finops.spend.links import charge_url
from tests.factories.people import browser, person
from tests.factories.rollups import UNPRICED, batch, charge, origin, project, rejection, roll_up, span, trace

pytestmark = pytest.mark.django_db
ROLES = ["admin", "finance", "lead", "engineer"]
LISTS = [
    "/spend/",
    "/spend/?group_by=customer&group_by=journey&interval=day&range=30d",
    "/spend.csv",
    "/charges/",
    "/charges/?counted=true",
    "/traces/",
    "/traces/?errors=true&unpriced=true",
    "/ingestion/",
    "/ingestion/services/",
    "/unpriced/",
]
SECRET = "the-prompt-nobody-may-read"
TRACE, SPAN = uuid.UUID(int=7), 99


def filled() -> list[str]:
    """A ledger with something of everything, prompts included, and the pages that show it."""
    now = timezone.now() - dt.timedelta(minutes=5)
    origin()
    span(
        trace_id=TRACE,
        span_id=SPAN,
        start_time=now,
        name="chat",
        role=1,
        status=2,
        attributes={"gen_ai.request.model": "gpt-4o"},
        events=[{"name": "retry", "time_ns": 5, "attributes": {}}],
        content={"gen_ai.input.messages": SECRET},
    )
    span(trace_id=TRACE, span_id=5, parent_span_id=SPAN, start_time=now, name="tool")
    key = charge(time=now, trace_id=TRACE, span_id=SPAN, team="support", journey="refund", customer="acme")
    charge(time=now, **UNPRICED)
    trace(trace_id=TRACE, start_time=now, team="support", error_count=1, unpriced_count=1)
    rejection()
    batch(attempts=2, error="lock")
    roll_up()
    shown = f"/traces/{project().pk}/{TRACE.hex}/"
    return [*LISTS, charge_url(key), shown, f"{shown}?span={SPAN:016x}", f"{shown}?notable=true"]


CONTENT = f"/traces/{{}}/{TRACE.hex}/{SPAN:016x}-{1:016x}/content/"


def text_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return bytes(body).decode()


@pytest.mark.parametrize("role", ROLES)
def test_every_screen_renders_for_every_role(role: str) -> None:
    client = browser(person(role))
    for path in filled():
        response = client.get(path)
        assert response.status_code == 200, path
        assert text_of(response)


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_database_renders_with_a_next_step(path: str) -> None:
    response = browser(person("admin")).get(path)
    assert response.status_code == 200
    body = text_of(response)
    assert path == "/spend.csv" or 'class="empty"' in body


def test_strangers_are_sent_to_sign_in() -> None:
    for path in [*filled(), CONTENT.format(project().pk)]:
        response = Client().get(path)
        assert (response.status_code, "/accounts/login" in response["Location"]) == (302, True), path


@pytest.mark.parametrize("role", ["finance", "lead"])
def test_content_reaches_no_page_or_answer_of_those_who_may_not_read_it(role: str) -> None:
    client = browser(person(role))
    paths = [*filled(), *(f"/api/v1/{name}" for name in ("spend", "charges", "traces", "batches"))]
    for path in [*paths, f"/api/v1/charges?trace_id={TRACE.hex}", CONTENT.format(project().pk)]:
        for headers in ({}, {"HX-Request": "true"}):
            assert SECRET not in text_of(client.get(path, headers=headers)), path
    assert client.get(CONTENT.format(project().pk)).status_code == 403
    assert not Entry.objects.filter(action="traces.content.read").exists()


def test_a_lead_reads_content_of_their_own_team_and_it_is_written_down() -> None:
    filled()
    lead = person("lead", teams=("support",))
    response = browser(lead).get(CONTENT.format(project().pk))
    assert SECRET in text_of(response)
    assert response["Cache-Control"] == "no-store"
    entry = Entry.objects.get(action="traces.content.read")
    assert (entry.actor, entry.target) == (lead, f"{TRACE.hex}/{SPAN:016x}")


@pytest.mark.parametrize("role", ["admin", "engineer"])
def test_the_page_of_a_span_itself_never_holds_its_content(role: str) -> None:
    client = browser(person(role))
    for path in filled():
        assert SECRET not in text_of(client.get(path)), path
    assert SECRET in text_of(client.get(CONTENT.format(project().pk)))


@pytest.mark.parametrize(
    "path",
    [
        "/spend/?group_by=colour",
        "/spend/?from=2026-11-02&to=2026-11-01",
        "/spend/?group_by=customer&group_by=user",
        "/spend.csv?interval=hour",
        "/charges/?cursor=abc",
        "/charges/?team=%00",
        "/traces/?range=decade",
        "/traces/?q=%00",
        "/unpriced/?from=tomorrow",
    ],
)
def test_an_address_that_cannot_be_answered_says_why(path: str) -> None:
    response = browser(person("engineer")).get(path)
    assert response.status_code == 400
    assert "This address cannot be answered" in response.content.decode()


def test_what_does_not_exist_is_not_found() -> None:
    client = browser(person("admin"))
    nothing = uuid.uuid4().hex
    for path in (
        f"/traces/1/{nothing}/",
        f"/charges/1/{nothing}/{1:016x}/{1:016x}/0/",
        "/traces/99999999999999/1/",
    ):
        assert client.get(path).status_code == 404
