"""Ingestion: is telemetry arriving, how late, what is refused, unpriced or unattributed."""

import datetime as dt
import json
import re
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from finops.core.periods import Days
from finops.ingestion import refusals
from finops.ingestion.selectors import unattributed_spend, unpriced_models
from tests.factories.people import browser, person
from tests.factories.rollups import NOON, UNPRICED, batch, charge, origin, rejection, roll_up

pytestmark = pytest.mark.django_db
NOVEMBER = Days(dt.date(2026, 11, 1), dt.date(2026, 12, 1))
UTC = ZoneInfo("UTC")


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def body(client: Client, path: str = "/ingestion/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())).split())


def test_the_rate_counts_the_last_whole_minutes(engineer: Client) -> None:
    minute = timezone.now().replace(second=0, microsecond=0)
    for back in range(1, 6):
        start = minute - dt.timedelta(minutes=back)
        batch(received_at=start, settled_at=start + dt.timedelta(seconds=2), item_count=1200)
    page = body(engineer)
    assert re.search(r"Items/s, last 5 min (20|16) ", page)
    assert "Items, last 24 hours 6,000" in page
    assert "Counted within (p95) 2.0 s" in page
    assert "Everything is counted." in page


def test_the_lag_is_the_age_of_the_oldest_batch_that_waits(engineer: Client) -> None:
    batch(received_at=timezone.now() - dt.timedelta(hours=3, minutes=2))
    batch(received_at=timezone.now())
    page = body(engineer)
    assert "2 batches wait to be counted, the oldest for 3 h 2 min" in page


def chart_of(client: Client, name: str) -> dict[str, Any]:
    page = client.get("/ingestion/").content.decode()
    found = re.search(rf'<script id="{name}-data" type="application/json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def test_a_day_of_arrivals_and_of_lag_is_drawn_by_quarter_hour(engineer: Client) -> None:
    now = timezone.now()
    batch(received_at=now, item_count=10, rejected_count=3)
    batch(
        received_at=now - dt.timedelta(hours=6),
        settled_at=now - dt.timedelta(hours=6, seconds=-4),
        item_count=7,
    )
    batch(received_at=now - dt.timedelta(days=2), item_count=1000)
    arrived, lag = chart_of(engineer, "arrived"), chart_of(engineer, "lag")
    assert len(arrived["x"]) == len(lag["x"]) == 96
    assert arrived["grows"] == [False] * 95 + [True]
    sums = {trace["name"]: sum(value or 0 for value in trace["y"]) for trace in arrived["data"]}
    assert sums == {"Taken": 7 + 6, "Refused": 3 + 1}
    assert [value for value in lag["data"][0]["y"] if value is not None] == [4_000_000_000]


def test_what_needs_somebody_is_said_with_what_to_do(engineer: Client) -> None:
    now = timezone.now()
    batch(received_at=now - dt.timedelta(hours=3), attempts=2, error="deadlock detected")
    page = body(engineer)
    assert "Nothing has arrived for 3 h" in page and "whether their key still holds" in page
    assert "Counting is 3 h" in page and "See whether the worker runs" in page
    assert "1 batch fails to settle" in page


def test_nothing_needs_anybody_while_all_is_well_or_before_the_first_span(engineer: Client) -> None:
    assert "notice warning" not in engineer.get("/ingestion/").content.decode()
    batch(received_at=timezone.now(), settled_at=timezone.now())
    assert "notice warning" not in engineer.get("/ingestion/").content.decode()


def test_a_batch_that_fails_to_settle_shows_its_error(engineer: Client) -> None:
    batch(attempts=3, error="deadlock detected")
    batch(attempts=2, error="mended", settled_at=timezone.now())
    page = body(engineer)
    assert "deadlock detected" in page and "mended" not in page


def test_refusals_are_summed_by_reason_with_their_newest_example(engineer: Client) -> None:
    rejection(reason="no trace id", example="span a")
    rejection(reason="no trace id", example="span b", item_count=7)
    rejection(reason="too old", service="search", received_at=timezone.now() - dt.timedelta(days=8))
    page = body(engineer)
    assert "no trace id. Look at the example: it says what was expected. — shop 10" in page
    assert "span b" in page and "span a" not in page
    assert "too old" not in page


def test_the_most_frequent_refusals_are_shown_and_the_others_counted(engineer: Client) -> None:
    for number in range(1, 24):
        rejection(reason="no_name", service=f"service {number}", item_count=number)
    page = body(engineer)
    assert "service 4 " in page and "service 3 " not in page
    assert "3 more combinations of reason, project and service" in page


def test_a_refusal_says_what_it_means_and_what_to_do(engineer: Client) -> None:
    rejection(reason="bad_trace_id", service="search")
    page = body(engineer)
    assert "The trace id is not 16 bytes, or all zero. Send the ids that the SDK made." in page


def test_every_reason_the_receiver_gives_has_words() -> None:
    source = "".join(path.read_text() for path in Path("ingest").glob("*.py"))
    given = set(re.findall(r'(?:ItemRefused|Rejected)\(\s*"([a-z_]+)"', source))
    assert len(given) >= 5
    assert given <= set(refusals.WORDS)


def test_what_calls_of_a_service_say_and_what_to_mend(engineer: Client) -> None:
    now = timezone.now()
    charge(service="search", team="a", journey="find", time=now)
    charge(service="search", journey=None, time=now, input_tokens=None, output_tokens=None)
    charge(service="whole", team="a", journey="find", time=now)
    roll_up()
    page = body(engineer)
    assert "search shop 2 50 % 100 % 50 % 50 %" in page
    assert "whole shop 1 100 % 100 % 100 % 100 %" in page
    assert "Journey is missing in search Set finops.journey" in page
    assert "Usage is missing in search Let the instrumentation report tokens" in page
    assert "Model is missing" not in page


def test_calls_without_a_journey_are_one_link_away(engineer: Client) -> None:
    now = timezone.now()
    charge(service="search", team="a", journey=None, time=now)
    roll_up()
    page = unescape(engineer.get("/ingestion/").content.decode())
    (link,) = re.findall(r'href="(/charges/[^"]+without=journey[^"]*)"', page)
    assert "search" in body(engineer, link)


def test_an_emitter_without_a_known_scope_is_recognised_by_what_it_sends(engineer: Client) -> None:
    origin(origin_id=1, dialect="", scope_name="homemade")
    origin(origin_id=2, dialect="", scope_name="fastapi")
    charge(origin_id=1, time=timezone.now())
    roll_up()
    page = body(engineer)
    assert "homemade 1 told by its attributes" in page
    assert "fastapi 1 no calls to models" in page


def test_who_sends_is_told_by_service_and_dialect(engineer: Client) -> None:
    origin()
    origin(origin_id=2)
    origin(origin_id=3, service="search", dialect="traceloop", layer=1)
    page = body(engineer)
    assert "search shop openai 1 traceloop framework 1" in page
    assert "shop shop openai 1 semconv instrumentation 2" in page


def test_models_without_a_price_come_with_calls_tokens_dates_and_reason() -> None:
    model = {"request_model": "acme-1", "response_model": None, "provider": "acme"}
    charge(**{**UNPRICED, **model}, time=NOON)
    charge(**{**UNPRICED, **model}, time=NOON - dt.timedelta(days=3), input_tokens=10, output_tokens=1)
    charge(cost=Decimal(1))
    roll_up()
    (found,) = unpriced_models(NOVEMBER, UTC)
    assert (found.model, found.provider, found.calls, found.tokens) == ("acme-1", "acme", 2, 1111)
    assert (found.first_day, found.last_day) == (dt.date(2026, 11, 11), dt.date(2026, 11, 14))
    assert found.reason == "unknown_model"


def test_tokens_of_priced_calls_of_the_same_day_are_left_out() -> None:
    charge(cost=Decimal(1))
    charge(**{**UNPRICED, "price_reason": "inconsistent_usage"}, input_tokens=7, output_tokens=1)
    charge(**{**UNPRICED, "price_reason": "unknown_usage"}, input_tokens=None, output_tokens=None)
    roll_up()
    (found,) = unpriced_models(NOVEMBER, UTC)
    assert (found.calls, found.unknown_calls, found.tokens) == (2, 1, 8)


def test_calls_of_unknown_usage_have_unknown_tokens_not_zero() -> None:
    charge(cost=Decimal(1))
    charge(**{**UNPRICED, "price_reason": "unknown_usage"}, input_tokens=None, output_tokens=None)
    roll_up()
    (found,) = unpriced_models(NOVEMBER, UTC)
    assert (found.calls, found.tokens, found.reason) == (1, None, "unknown_usage")


def test_spend_without_a_team_is_ranked_by_money() -> None:
    charge(service="cheap", cost=Decimal(1))
    charge(service="dear", cost=Decimal(5))
    charge(service="claimed", team="a", cost=Decimal(9))
    charge(service="unknown", **UNPRICED)
    roll_up()
    found = [(spend.service, spend.known_cost) for spend in unattributed_spend(NOVEMBER)]
    assert found == [("dear", Decimal(5)), ("cheap", Decimal(1)), ("unknown", None)]


def test_every_unpriced_count_opens_its_charges(engineer: Client) -> None:
    now = timezone.now()
    charge(**{**UNPRICED, "request_model": "acme-1", "response_model": None, "provider": None}, time=now)
    charge(**UNPRICED, time=now)
    roll_up()
    page = engineer.get("/unpriced/").content.decode()
    links = [unescape(link) for link in re.findall(r'href="(/charges/[^"]+)"', page)]
    assert len(links) == 2
    for link in links:
        assert "$" not in body(engineer, link).split("Not counted")[1]
        assert body(engineer, link).count("unpriced") >= 2


def test_the_page_asks_a_fixed_number_of_questions(engineer: Client, django_assert_max_num_queries) -> None:
    for n in range(30):
        charge(**{**UNPRICED, "request_model": f"m{n}"}, time=timezone.now(), service=f"s{n}")
        rejection(reason=f"reason {n}")
        batch(attempts=1, error="x")
        origin(origin_id=n)
    roll_up()
    engineer.get("/ingestion/")
    with django_assert_max_num_queries(15):
        engineer.get("/ingestion/")
