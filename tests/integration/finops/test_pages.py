"""What holds for the HTML of every page, found by following links from the start."""

import datetime as dt
import re
import uuid
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.http.response import ResponseHeaders
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.browser.pages import BESIDE_THE_WAY, WITHOUT_A_SESSION, Stop, discover
from tests.factories.people import browser, person
from tests.factories.rollups import UNPRICED, charge, log_record, origin, rejection, roll_up, span, trace

pytestmark = pytest.mark.django_db
INLINE = re.compile(
    r"""<[^>]*\sstyle=|<style|<[^>]*\son[a-z]+=["']"""
    r"""|<script(?![^>]*(?:src=|type="application/json"))"""
)
MOST_QUERIES = 25
WEIGHT = 100 * 1024  # bytes


def a_ledger(rows: int) -> None:
    """Runs with a charge each, some of them failed, unpriced or of nobody."""
    now = timezone.now() - dt.timedelta(minutes=5)
    origin()
    rejection()
    for number in range(rows):
        of_run, team = uuid.uuid4(), f"team {number % 3}" if number % 4 else None
        span(trace_id=of_run, span_id=7, start_time=now, name="chat", role=1, status=2)
        charge(
            time=now, trace_id=of_run, span_id=7, team=team, journey="refund", customer=f"customer {number}"
        )
        charge(time=now, trace_id=of_run, span_id=8, **UNPRICED)
        log_record(trace_id=of_run, time=now, attributes={"step": "check"}, content={"body": "x"})
        trace(trace_id=of_run, start_time=now, team=team, error_count=number % 2, unpriced_count=1)
    roll_up()


class Document(NamedTuple):
    """What came for an address."""

    html: str
    headers: ResponseHeaders


def walked(rows: int = 3) -> tuple[Client, dict[Stop, Document]]:
    """Somebody who has read every page of a small ledger, and what they read."""
    a_ledger(rows)
    client, answers = browser(person("admin")), dict[str, Document]()

    def read(address: str) -> str:
        answer = client.get(address, follow=True)
        assert answer.status_code < 500, address
        if answer.streaming or "text/html" not in answer["Content-Type"]:
            return ""
        answers[address] = Document(answer.content.decode(), answer.headers)
        return answers[address].html

    return client, {stop: answers[stop.address] for stop in discover(read, BESIDE_THE_WAY)}


@pytest.fixture(scope="module")
def documents(django_db_setup: None, django_db_blocker: Any) -> dict[Stop, Document]:
    """Every page, read once."""
    with django_db_blocker.unblock(), transaction.atomic():
        _, found = walked()
        transaction.set_rollback(True)
    return found


def test_every_page_is_a_whole_document_with_one_first_heading_and_a_title_of_its_own(
    documents: dict[Stop, Document],
) -> None:
    for stop, (html, _) in documents.items():
        assert html.startswith("<!doctype html>"), stop
        assert len(re.findall(r"<h1\b", html)) == 1, stop
        title = re.search(r"<title>(.*?) · Spanledger</title>", html, re.DOTALL)
        assert title and title[1].strip(), stop


def test_no_page_has_a_style_or_script_within_and_every_one_forbids_them(
    documents: dict[Stop, Document],
) -> None:
    for stop, (html, headers) in documents.items():
        assert INLINE.findall(html) == [], stop
        assert "unsafe" not in headers["Content-Security-Policy"], stop
        assert headers["X-Content-Type-Options"] == "nosniff", stop


def test_every_header_cell_says_what_it_heads(documents: dict[Stop, Document]) -> None:
    for stop, (html, _) in documents.items():
        cells = re.findall(r"<th\b[^>]*>", html)
        assert [cell for cell in cells if "scope=" not in cell] == [], stop


def test_no_page_asks_the_database_often_or_more_often_when_there_is_more_to_show() -> None:
    client, stops = walked(rows=2)
    few = {stop: queries(client, stop) for stop in stops}
    assert {stop: asked for stop, asked in few.items() if asked > MOST_QUERIES} == {}
    a_ledger_more()
    many = {stop: queries(client, stop) for stop in stops}
    assert {stop: asked for stop, asked in many.items() if asked > few[stop] + 2} == {}


def a_ledger_more() -> None:
    now = timezone.now() - dt.timedelta(minutes=5)
    for number in range(12):
        charge(time=now, team=f"more {number}", journey=f"more {number}", customer=f"more {number}")
        trace(start_time=now, team=f"more {number}")
    roll_up()


def queries(client: Client, stop: Stop) -> int:
    client.get(stop.address, follow=True)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(stop.address, follow=True)
    assert len(answer.content) < WEIGHT, stop
    return len(asked)


def test_who_is_not_signed_in_gets_the_house_style_too() -> None:
    for address in [*WITHOUT_A_SESSION, "/accounts/inactive/"]:
        html = browser().get(address).content.decode()
        assert "css/tokens.css" in html
        assert INLINE.findall(html) == []
