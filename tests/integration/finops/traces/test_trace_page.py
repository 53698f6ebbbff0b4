"""The trace list and the waterfall with cost, tokens, model and errors on each span."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.custom import allow
from tests.factories.people import browser, person
from tests.factories.rollups import NOON, UNPRICED, charge, project, roll_up, span, trace

pytestmark = pytest.mark.django_db
TRACE = uuid.UUID(int=0xABC)


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def page(client: Client, query: str = "", *, status: int = 200, **headers: str) -> str:
    response = client.get(f"/traces/{project().pk}/{TRACE.hex}/{query}", headers=headers)
    assert response.status_code == status
    return unescape(response.content.decode())


def rows(body: str) -> list[str]:
    """The rows of the waterfall as plain text."""
    table = re.search(r'<table class="data waterfall">.*?<tbody[^>]*>(.*?)</tbody>', body, re.S)
    assert table
    found = re.findall(r"<tr.*?</tr>", table[1], re.S)
    return [text(row) for row in found if 'id="more"' not in row]


def text(html: str) -> str:
    """What one reads, cells and lines apart."""
    apart = re.sub(
        r"</t[dh]>|</div>|<br>", " ", re.sub(r'<span class="visually-hidden">[^<]*</span>', "", html)
    )
    return " ".join(re.sub(r"<[^>]+>", "", apart).split())


def at(milliseconds: int) -> dt.datetime:
    return NOON + dt.timedelta(milliseconds=milliseconds)


def refund() -> None:
    """An agent that calls a model twice: once seen by two libraries, once failing."""
    trace(trace_id=TRACE, team="support", journey="refund", customer="acme", uncounted_count=2)
    span(trace_id=TRACE, span_id=1, name="POST /refund", duration_ns=6 * 10**9)
    span(trace_id=TRACE, span_id=2, parent_span_id=1, start_time=at(100), name="ChatOpenAI", role=1)
    span(trace_id=TRACE, span_id=3, parent_span_id=2, start_time=at(200), name="chat", role=1)
    span(trace_id=TRACE, span_id=4, parent_span_id=1, start_time=at(900), name="chat again", role=1, status=2)
    outer = {"counted": False, "uncounted_reason": "duplicate", "winner_trace_id": TRACE, "winner_span_id": 3}
    charge(trace_id=TRACE, span_id=2, time=at(100), cost=Decimal("0.5"), **outer)
    charge(trace_id=TRACE, span_id=3, time=at(200), cost=Decimal("0.0125"), ttft_ns=300_000_000)
    charge(trace_id=TRACE, span_id=4, time=at(900), is_error=True, counted=False, uncounted_reason="failed")
    roll_up()


def test_the_waterfall_shows_cost_tokens_model_and_errors_on_each_span(engineer: Client) -> None:
    refund()
    body = page(engineer)
    assert rows(body) == [
        "POST /refund 6.0 s 1.00 k 100 $0.0125 1 call",
        "ChatOpenAI gpt-4o-2024-08-06 1.0 s 1.00 k 100 $0.5000 not counted",
        "chat gpt-4o-2024-08-06 1.0 s 1.00 k 100 $0.0125",
        "chat again failed gpt-4o-2024-08-06 1.0 s 1.00 k 100 $0.0125 not counted",
    ]
    assert "$0.0125 for 1 call, 2 not counted" in text(body)


def test_an_opened_span_says_why_it_counts_or_not(engineer: Client) -> None:
    refund()
    reason = "Another span of the same call, nested with this one, counts instead."
    assert reason in page(engineer, f"?span={2:016x}")
    opened = page(engineer, f"?span={3:016x}", **{"HX-Request": "true"})
    assert "Counted." in opened and "<html" not in opened


def test_an_opened_span_tells_the_custom_dimensions_of_its_charge(engineer: Client) -> None:
    allow("unit", label="Business unit")
    trace(trace_id=TRACE)
    span(trace_id=TRACE, span_id=1, name="chat", role=1)
    charge(trace_id=TRACE, span_id=1, custom='{"unit": "retail"}')
    assert "<dt>Business unit</dt><dd>retail</dd>" in page(engineer, "?span=0000000000000001")


def test_spans_that_are_not_settled_yet_are_already_there(engineer: Client) -> None:
    span(trace_id=TRACE, span_id=1, name="just now", start_time=timezone.now())
    charge(trace_id=TRACE, span_id=1, time=timezone.now(), counted=False, dimension_set_id=None)
    body = page(engineer, f"?span={1:016x}")
    assert "Not settled yet" in body and "It was stored a moment ago" in body


def test_a_missing_root_orphans_and_circles_render(engineer: Client) -> None:
    span(trace_id=TRACE, span_id=2, parent_span_id=1, name="orphan")
    span(trace_id=TRACE, span_id=3, parent_span_id=4, name="round")
    span(trace_id=TRACE, span_id=4, parent_span_id=3, name="and round")
    found = rows(page(engineer))
    assert found[0].startswith("orphan parent missing")
    assert found[1].startswith("round cycle") and found[2].startswith("and round")


def test_charges_outlive_their_spans(engineer: Client) -> None:
    trace(trace_id=TRACE)
    charge(trace_id=TRACE)
    body = page(engineer)
    assert "The spans of this trace are gone" in body and "gpt-4o-2024-08-06" in body


def test_a_fuller_version_of_a_span_replaces_the_first_one(engineer: Client) -> None:
    span(trace_id=TRACE, span_id=1, name="partial", duration_ns=0)
    span(trace_id=TRACE, span_id=1, name="whole", fingerprint=2)
    (row,) = rows(page(engineer))
    assert row.startswith("whole")


def test_a_huge_trace_shows_its_first_spans_and_more_on_request(engineer: Client) -> None:
    for n in range(1, 320):
        span(trace_id=TRACE, span_id=n, parent_span_id=n - 1 or None, name=f"span {n}")
    body = page(engineer)
    assert len(rows(body)) == 100
    assert "219 more spans" in body
    assert [row.split()[1] for row in rows(page(engineer, "?after=300"))] == [str(n) for n in range(301, 320)]


def test_only_calls_and_failures_on_request(engineer: Client) -> None:
    refund()
    assert [row.split()[0] for row in rows(page(engineer, "?notable=true"))] == ["ChatOpenAI", "chat", "chat"]


def test_an_unpriced_call_costs_a_dash(engineer: Client) -> None:
    span(trace_id=TRACE, span_id=1, name="chat", role=1)
    charge(trace_id=TRACE, span_id=1, **UNPRICED)
    roll_up()
    (row,) = rows(page(engineer))
    assert row.endswith("— unpriced")


def test_a_trace_of_another_project_is_not_found_under_this_one(engineer: Client) -> None:
    other = project("other")
    trace(other, trace_id=TRACE)
    span(other, trace_id=TRACE)
    page(engineer, status=404)


def test_the_number_of_queries_does_not_grow_with_the_trace(
    engineer: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    for n in range(1, 60):
        span(trace_id=TRACE, span_id=n, name="chat")
        charge(trace_id=TRACE, span_id=n)
    for _ in range(5):
        trace(start_time=timezone.now())
    page(engineer)
    with django_assert_max_num_queries(12):
        page(engineer, f"?span={1:016x}")
    with django_assert_max_num_queries(7):
        assert engineer.get("/traces/").status_code == 200


def test_the_list_narrows_by_value_and_pages_without_a_gap(engineer: Client) -> None:
    for n in range(120):
        began = timezone.now() - dt.timedelta(minutes=n // 2)
        trace(start_time=began, name=f"t-{n:03}", team="a" if n % 2 else None)
    names: list[str] = []
    query = ""
    while True:
        body = unescape(engineer.get(f"/traces/{query}").content.decode())
        names += re.findall(r">(t-\d{3})</a>", body)
        older = re.search(r'<a href="(\?[^"]*cursor=[^"]*)">Next traces', body)
        if not older:
            break
        query = older[1]
    assert len(names) == len(set(names)) == 120
    body = unescape(engineer.get("/traces/?team=a").content.decode())
    assert "t-001" in body and "t-000" not in body


def test_a_closed_subtree_says_what_it_comes_to_and_opens_again(engineer: Client) -> None:
    refund()
    body = page(engineer, f"?closed={1:016x}")
    assert rows(body) == ["POST /refund 6.0 s 1.00 k 100 $0.0125 1 call"]
    toggle = re.search(r'class="toggle"[^>]*href="([^"]*)"[^>]*aria-expanded="false"', body)
    assert toggle and len(rows(page(engineer, toggle[1]))) == 4
    page(engineer, "?closed=everything", status=400)


def test_the_rows_that_follow_come_alone_when_htmx_asks_for_them(engineer: Client) -> None:
    for n in range(1, 120):
        span(trace_id=TRACE, span_id=n, parent_span_id=n - 1 or None, name=f"span {n}")
    body = page(engineer, "?after=100", **{"HX-Request": "true", "HX-Target": "more"})
    assert body.count('<th scope="row"') == 19 and "<table" not in body and "<html" not in body


def test_a_link_to_a_span_far_below_begins_with_its_part_of_the_tree(engineer: Client) -> None:
    for n in range(1, 250):
        span(trace_id=TRACE, span_id=n, parent_span_id=n - 1 or None, name=f"span {n}")
    assert rows(page(engineer, f"?span={240:016x}"))[0].startswith("span 201")


def test_an_agent_without_a_model_is_called_what_it_is(engineer: Client) -> None:
    span(trace_id=TRACE, span_id=1, name="invoke_agent", role=2)
    charge(trace_id=TRACE, span_id=1, role=2, request_model=None, response_model=None, counted=False)
    body = page(engineer)
    assert "unknown model" not in body and "sum of calls" in rows(body)[0]


@pytest.mark.parametrize("tab", ["charge", "attributes", "events", "links", "raw"])
def test_every_tab_of_a_span_has_its_own_address(engineer: Client, tab: str) -> None:
    event = {"name": "retried", "time_ns": 5, "attributes": {"attempt": 2}}
    link = {"trace_id": "ab", "span_id": "cd", "attributes": {}}
    kept = {"attributes": {"shop.id": "s-1"}, "events": [event], "links": [link]}
    span(trace_id=TRACE, span_id=1, name="work", **kept)
    said = {
        "charge": "no charge",
        "attributes": "s-1",
        "events": "retried",
        "links": "ab",
        "raw": '"shop.id"',
    }
    assert said[tab] in page(engineer, f"?span={1:016x}&tab={tab}")
