"""What changed about the runs of a journey: between two periods, and between two versions of a prompt."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from finops.core.formatting import SPACE
from tests.factories import people
from tests.factories.people import browser, person
from tests.factories.rollups import charge, roll_up, trace

pytestmark = pytest.mark.django_db
ADDRESS = "/journey/changes/?journey=refund&range=7d"
DAY, SECOND = dt.timedelta(days=1), 1_000_000_000


def run(days_ago: float, calls: int = 1, *, seconds: int = 2, failed: int = 0, **fields: Any) -> None:
    """A run of the journey with so many calls of a cent and 1,000 tokens."""
    start = timezone.now().replace(hour=12, minute=0) - days_ago * DAY
    cents = Decimal("0.01") * calls
    found = trace(
        journey="refund",
        start_time=start,
        duration_ns=seconds * SECOND,
        call_count=calls,
        cost=cents,
        error_count=failed,
        input_tokens=900 * calls,
        output_tokens=100 * calls,
    )
    asked = {"input_tokens": 900, "output_tokens": 100, "cost": Decimal("0.01"), **fields}
    for place in range(calls):
        time = start + dt.timedelta(seconds=place)
        charge(trace_id=found, time=time, journey="refund", ttft_ns=SECOND // 2, **asked)


def page(query: str = "", role: str = "engineer") -> str:
    """What the page says, without tags; cells and lines apart by a bar."""
    html = people.body(browser(person(role)), ADDRESS + query).replace(SPACE, " ")
    apart = re.sub(r"</(td|th|p|h1|h2|option)>", "|", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", apart)).replace("| ", "|").replace(" |", "|")


def row(of: str, label: str) -> list[str]:
    """The cells of a row of the table."""
    return of.split(f"|{label}|")[1].split("|")[:3]


def test_two_periods_are_split_into_calls_tokens_and_price() -> None:
    for _ in range(4):
        run(10)
    run(2, calls=3, step="look up")
    run(2, calls=1, seconds=4, failed=1, step="answer")
    roll_up()
    told = page()
    assert "A run costs $0.0200, 100 % more than in the days before." in told
    assert (
        "Of the +$0.0100: +$0.0100 by calls a run, $0.00 by tokens a call, $0.00 by price of a token." in told
    )
    assert row(told, "Runs") == ["4", "2", "−50 %"]
    assert row(told, "Succeeded") == ["100 %", "50 %", "−50.0 points"]
    assert row(told, "Calls a run") == ["1", "2", "+100 %"]
    assert row(told, "Tokens a run") == ["1.00 k", "2.00 k", "+100 %"]
    assert row(told, "Run p95")[2].startswith("+")
    assert "look up" in told and "0 to 1.5" in told


def test_versions_of_a_prompt_are_compared_by_the_runs_that_used_them() -> None:
    for version, calls in (("v1", 1), ("v1", 1), ("v2", 3)):
        run(1, calls, prompt_name="reply", prompt_version=version)
    run(1, 9, prompt_name="other", prompt_version="v2")
    roll_up()
    told = page("&by=versions&prompt=reply")
    assert "A run with v2 costs $0.0300, 200 % more than one with v1." in told
    assert row(told, "Runs") == ["2", "1", "−50 %"]
    assert row(told, "Calls a run") == ["1", "3", "+200 %"]
    assert "All of them." in told
    turned = page("&by=versions&prompt=reply&a=v2&b=v1", role="admin")
    assert "A run with v1 costs $0.0100, 67 % less than one with v2." in turned


def test_calls_without_a_version_are_one_too() -> None:
    run(1, prompt_name="reply", prompt_version="v1")
    run(1, 2, prompt_name="reply")
    roll_up()
    assert "one with no version" in page("&by=versions&prompt=reply&a=&b=v1")


def test_what_cannot_be_compared_says_why() -> None:
    run(2, prompt_name="reply", prompt_version="v1")
    roll_up()
    assert "There was no run in the days before." in page()
    assert "Nothing to compare with" in page("&compare=none", role="admin")
    assert "Two versions are compared" in page("&by=versions", role="lead")
    assert "No call names its prompt" in page(
        "&by=versions&from=2026-01-01&to=2026-01-02&range=", role="finance"
    )


def test_addresses_that_name_nothing_are_refused_with_a_lesson() -> None:
    client = browser(person("engineer"))
    for query, lesson in (
        ("by=periods", "name one"),
        ("journey=x&by=colours", "versions"),
        ("without=journey", "name one"),
    ):
        answer = client.get(f"/journey/changes/?{query}")
        assert answer.status_code == 400 and lesson in answer.content.decode()


def test_the_page_costs_the_same_queries_whatever_it_holds() -> None:
    client = browser(person("engineer"))
    counts = []
    for more in range(2):
        for _ in range(1 + 5 * more):
            run(10, 3, step=f"step {more}")
            run(1, 2, prompt_name="reply", prompt_version=f"v{more}")
        roll_up()
        counts.append([])
        for query in ("", "&by=versions&a=v0&b=v1"):
            with CaptureQueriesContext(connection) as queries:
                client.get(ADDRESS + query)
            counts[-1].append(len(queries))
    assert counts[1][0] == counts[0][0] and max(counts[1]) <= 22, counts
