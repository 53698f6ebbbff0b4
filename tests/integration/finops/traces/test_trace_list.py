"""The trace list: every filter narrows it, every order pages without a gap, counts say what they count."""

import datetime as dt
import re
import uuid
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from finops.traces import list_query
from tests.factories.people import browser, person
from tests.factories.rollups import trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def body(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(f"/traces/{query}")
    assert response.status_code == status
    return unescape(response.content.decode())


def names(page: str) -> list[str]:
    """The names of the traces, as the list has them."""
    return re.findall(r'<th scope="row"><div><a [^>]*>([^<]+)</a>', page)


def listed(client: Client, **asked: object) -> list[str]:
    return names(body(client, f"?{urlencode(asked)}"))


def minutes_ago(minutes: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"model": "gpt-4o"}, ["slow"]),
        ({"without": "model"}, ["empty"]),
        ({"user": "u-7"}, ["quick"]),
        ({"min_duration_ms": 5000}, ["slow"]),
        ({"max_duration_ms": "5000"}, ["quick", "empty"]),
        ({"min_duration_ms": 100, "max_duration_ms": 200}, ["quick"]),
        ({"min_cost": "0.5"}, ["slow"]),
        ({"max_cost": "0.4999"}, ["quick", "empty"]),
        ({"min_tokens": 3000}, ["slow"]),
        ({"q": "LOW"}, ["slow"]),
        ({"q": "u-7"}, ["quick"]),
        ({"q": "session-3"}, ["slow"]),
        ({"q": "0000000000000000000000000000abc"}, ["quick"]),
        ({"errors": "true"}, ["quick"]),
    ],
)
def test_every_filter_narrows_the_list(engineer: Client, asked: dict[str, object], found: list[str]) -> None:
    tokens = {"input_tokens": 3000, "output_tokens": 0}
    slow = {"duration_ns": 6_000_000_000, "cost": Decimal("0.5"), "models": ["gpt-4o", "x"], **tokens}
    trace(start_time=minutes_ago(1), name="slow", session="session-3", **slow)
    quick = {
        "duration_ns": 150_000_000,
        "end_user": "u-7",
        "error_count": 1,
        "trace_id": uuid.UUID(int=0xABC0),
    }
    trace(start_time=minutes_ago(2), name="quick", **quick)
    trace(start_time=minutes_ago(3), name="empty", duration_ns=1, models=[], cost=Decimal(0))
    assert listed(engineer, **asked) == found


@pytest.mark.parametrize(
    ("sort", "first"), [("time", "t-000"), ("duration", "t-119"), ("cost", "t-119"), ("tokens", "t-119")]
)
def test_every_order_pages_without_a_gap(engineer: Client, sort: str, first: str) -> None:
    for n in range(120):
        amounts = {"duration_ns": n // 7 * 10**6, "cost": Decimal(n // 7) / 8, "input_tokens": n // 7}
        trace(start_time=minutes_ago(n if n < 119 else 5), name=f"t-{n:03}", **amounts)
    query, found = f"?sort={sort}", list[str]()
    while query:
        page = body(engineer, query)
        found += names(page)
        older = re.search(r'<a href="(\?[^"]*cursor=[^"]*)"', page)
        query = older[1] if older else ""
    assert found[0] == first
    assert len(found) == len(set(found)) == 120


@pytest.mark.parametrize(
    "asked",
    [
        "min_cost=many",
        "min_cost=-1",
        "max_tokens=1e99",
        "min_duration_ms=5&max_duration_ms=4",
        "sort=name",
        "q=%00",
        "min_cost=" + "9" * 40,
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(engineer: Client, asked: str) -> None:
    body(engineer, f"?{asked}", status=400)


def test_the_counts_are_those_of_the_filter_and_lead_to_their_traces(engineer: Client) -> None:
    for n in range(6):
        trace(start_time=minutes_ago(n), name=f"t{n}", team="a" if n < 4 else None, service=f"s{n % 2}")
    page = body(engineer, "?range=7d")
    choices = re.findall(
        r'<li><a href="([^"]*)" title="(\w+)"[^>]*>\w+</a><span class="quiet">(\d+)</span>', page
    )
    counts = {value: int(number) for _, value, number in choices}
    assert counts == {"s0": 3, "s1": 3, "a": 4, "Unattributed": 2}
    assert "6 traces" in page
    for url, _, number in choices:
        assert len(names(unescape(engineer.get(url).content.decode()))) == int(number)


def test_a_bar_of_the_durations_leads_to_its_traces(engineer: Client) -> None:
    for milliseconds in (12, 13, 480):
        trace(start_time=minutes_ago(1), duration_ns=milliseconds * 10**6)
    bars = re.findall(
        r'<a href="([^"]*)" aria-label="(\d) traces?, ([^"]*)">', body(engineer).replace("\xa0", " ")
    )
    assert [(number, words) for _, number, words in bars if number != "0"] == [
        ("2", "10 ms to 15 ms"),
        ("1", "300 ms to 500 ms"),
    ]
    assert [len(names(body(engineer, url.removeprefix("/traces/")))) for url, number, _ in bars] == [
        int(number) for _, number, _ in bars
    ]


def test_filters_stay_when_another_is_taken_away(engineer: Client) -> None:
    trace(start_time=minutes_ago(1), team="a")
    page = body(engineer, "?team=a&min_cost=0.001&q=refund&sort=cost")
    removing = dict(re.findall(r'<a href="([^"]*)" title="Remove this filter">.*?Remove (\w+)', page, re.S))
    (without_team,) = [url for url, label in removing.items() if label == "Team"]
    assert "min_cost=0.001" in without_team and "q=refund" in without_team and "sort=cost" in without_team
    assert "team=" not in without_team


@pytest.fixture
def few_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_query, "LOOKED", 10)


@pytest.mark.usefixtures("few_looked_at")
@pytest.mark.parametrize("asked", [{"q": "rare"}, {"team": "rare"}, {"min_cost": 5}])
def test_a_rare_match_is_looked_for_step_by_step_and_none_is_left_out(
    engineer: Client, asked: dict[str, object]
) -> None:
    for n in range(43):
        rare = {"name": f"rare {n}", "team": "rare", "cost": Decimal(5)} if n % 14 == 0 else {}
        trace(start_time=minutes_ago(n // 3 if n % 14 else n), **rare)
    query, found, steps = f"?{urlencode(asked)}", list[str](), 0
    while query:
        page = body(engineer, query)
        found, steps = found + names(page), steps + 1
        further = re.search(r'<a [^>]*href="(\?[^"]*cursor=[^"]*)"[^>]*>Look further back', page)
        query = further[1] if further else ""
    assert found == ["rare 0", "rare 14", "rare 28", "rare 42"]
    assert steps > 3


@pytest.mark.usefixtures("few_looked_at")
@pytest.mark.parametrize(
    "asked", [{"customer": "rare"}, {"user": "rare"}, {"session": "rare"}, {"errors": "true"}]
)
def test_what_has_an_index_is_found_however_far_back(engineer: Client, asked: dict[str, object]) -> None:
    for n in range(30):
        trace(start_time=minutes_ago(n))
    names_of = {"customer": "rare", "end_user": "rare", "session": "rare"}
    trace(start_time=minutes_ago(60), name="old", error_count=1, **names_of)
    assert listed(engineer, **asked) == ["old"]


@pytest.mark.usefixtures("few_looked_at")
def test_counts_say_how_far_they_looked(engineer: Client) -> None:
    for n in range(30):
        trace(start_time=minutes_ago(n), team="a" if n % 3 == 0 else "b")
    page = body(engineer, "?team=a")
    assert "4 traces" in page
    assert "among the newest 10, back to" in page
