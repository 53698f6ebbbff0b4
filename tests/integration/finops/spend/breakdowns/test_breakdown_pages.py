"""Journeys, models and customers: their lists, their pages, their CSV."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.test import Client

from finops.spend.breakdowns import sample_query, views
from finops.spend.breakdowns.cells import CELLS
from finops.spend.breakdowns.selectors import breakdown
from tests.factories.people import body, browser, person
from tests.factories.rollups import NOON, UNPRICED, charge, many_charges, roll_up, trace

pytestmark = pytest.mark.django_db
NOVEMBER = "from=2026-11-01&to=2026-11-30"
LAST_MONTH = NOON - dt.timedelta(days=30)


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def names(page: str) -> list[str]:
    """The rows of a list in their order."""
    return re.findall(r'class="value[^"]*" href="[^"]+" title="([^"]+)"', page)


def within_two_percent(nanoseconds: str, seconds: float) -> bool:
    return abs(int(nanoseconds) / (seconds * 10**9) - 1) <= 0.02


def rows_of(client: Client, path: str) -> dict[str, dict[str, str]]:
    text = b"".join(client.get(path).streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    return {row[next(iter(row))]: row for row in rows}


def test_what_nobody_claims_is_a_row_of_its_own_and_the_rows_add_up_to_the_total(finance: Client) -> None:
    charge(journey="refund", cost=Decimal(3))
    charge(journey="upsell", cost=Decimal(1))
    charge(cost=Decimal(2))
    roll_up()
    page = body(finance, f"/journeys/?{NOVEMBER}")
    assert names(page) == ["refund", "Unattributed", "upsell"]
    assert re.search(r'<tfoot>.*title="\$6"', page, re.DOTALL)
    assert "of it, 1 call, has no journey" in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["a", "b", "c"]),
        ("-name", ["c", "b", "a"]),
        ("-calls", ["b", "a", "c"]),
        ("cost", ["b", "a", "c"]),
    ],
)
def test_a_list_is_sorted_by_any_column_and_the_unknown_comes_last(
    finance: Client, sort: str, expected: list[str]
) -> None:
    charge(customer="a", cost=Decimal(5))
    for _ in range(2):
        charge(customer="b", cost=Decimal(1))
    charge(customer="c", **UNPRICED)
    roll_up()
    assert names(body(finance, f"/customers/?{NOVEMBER}&sort={sort}")) == expected


def test_a_name_from_outside_is_text_in_every_cell(finance: Client) -> None:
    charge(customer='<b title="x">', cost=Decimal(1))
    roll_up()
    shown = "&".join(f"column={column.name}" for column in views.columns(views.CUSTOMERS) if column.optional)
    page = finance.get(f"/customers/?{NOVEMBER}&{shown}").content.decode()
    assert "&lt;b title=&quot;x&quot;&gt;" in page and "<b title" not in page
    assert "Spend<span" in page


def test_every_column_has_a_cell() -> None:
    kinds = (views.JOURNEYS, views.MODELS, views.CUSTOMERS)
    assert {column.name for kind in kinds for column in views.columns(kind)} == CELLS.keys()


def test_a_cost_is_set_beside_the_days_before(finance: Client) -> None:
    charge(journey="refund", cost=Decimal(3))
    charge(journey="refund", cost=Decimal(2), time=LAST_MONTH)
    charge(journey="fresh", cost=Decimal(1))
    roll_up()
    rows = rows_of(finance, f"/journeys.csv?{NOVEMBER}")
    assert (rows["refund"]["cost_usd"], rows["refund"]["previous_cost_usd"]) == ("3", "2")
    page = body(finance, f"/journeys/?{NOVEMBER}")
    assert "+50\N{NO-BREAK SPACE}%" in page and ">new<" in page


@pytest.mark.parametrize("sort", ["", "&sort=-change"])
def test_compared_with_nothing_there_is_no_change_and_nothing_from_before(finance: Client, sort: str) -> None:
    charge(journey="refund", cost=Decimal(3))
    charge(journey="refund", cost=Decimal(2), time=LAST_MONTH)
    roll_up()
    alone = f"{NOVEMBER}&compare=none"
    page = body(finance, f"/journeys/?{alone}{sort}")
    assert names(page) == ["refund"] and ">Change<" not in page and "+50" not in page
    assert f'href="/journey/?{alone}&journey=refund"' in page
    detail = body(finance, f"/journey/?{alone}&journey=refund")
    assert ">Change<" not in detail and "+50" not in detail and ">new<" not in detail
    assert rows_of(finance, f"/journeys.csv?{alone}")["refund"]["previous_cost_usd"] == ""


def test_runs_are_traces_and_a_run_costs_its_share_of_the_journey(finance: Client) -> None:
    for seconds in (1, 2, 3, 4):
        trace(journey="refund", duration_ns=seconds * 10**9)
        charge(journey="refund", cost=Decimal("0.5"))
    trace(journey="refund", call_count=0, uncounted_count=0, duration_ns=10**12)
    trace(journey="refund", customer="acme", duration_ns=10 * 10**9)
    charge(journey="refund", customer="acme", cost=Decimal("0.5"))
    roll_up()
    row = rows_of(finance, f"/journeys.csv?{NOVEMBER}")["refund"]
    assert (row["runs"], row["cost_per_run_usd"]) == ("5", "0.5")
    assert within_two_percent(row["p50_ns"], 3) and within_two_percent(row["p95_ns"], 10)
    assert "Percentiles are within 2 %" in body(finance, f"/journeys/?{NOVEMBER}")
    of_customer = rows_of(finance, f"/journeys.csv?{NOVEMBER}&customer=acme")["refund"]
    assert (of_customer["runs"], of_customer["p50_ns"]) == ("1", str(10 * 10**9))


def test_a_model_is_measured_by_its_calls_and_counts_the_runs_that_used_it(finance: Client) -> None:
    for seconds in (1, 2, 3):
        charge(response_model="m", duration_ns=seconds * 10**9)
    charge(response_model="m", duration_ns=10**12, counted=False)
    trace(models=["m", "n"])
    roll_up()
    row = rows_of(finance, f"/models.csv?{NOVEMBER}")["m"]
    assert within_two_percent(row["p50_ns"], 2) and within_two_percent(row["p99_ns"], 3)
    assert row["runs"] == "1"


def test_a_customer_has_exact_runs_and_what_has_none_is_the_rest(finance: Client) -> None:
    for customer in ("acme", "acme", None):
        trace(customer=customer, duration_ns=4 * 10**9)
        charge(customer=customer, cost=Decimal("0.5"))
    roll_up()
    rows = rows_of(finance, f"/customers.csv?{NOVEMBER}")
    assert {name: row["runs"] for name, row in rows.items()} == {"acme": "2", "": "1"}
    assert rows["acme"]["p95_ns"] == str(4 * 10**9)


def test_percentiles_of_many_runs_are_those_of_the_newest_with_their_bound(
    finance: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_query, "MOST_DURATIONS", 12)
    for minutes in range(20):
        start = NOON - dt.timedelta(minutes=minutes)
        trace(customer="acme", duration_ns=(minutes + 1) * 10**9, start_time=start)
        trace(customer="acme", duration_ns=10**12, start_time=start, call_count=0, uncounted_count=0)
    for seconds in (1, 2, 3):
        trace(customer="small", duration_ns=seconds * 10**9)
        trace(duration_ns=seconds * 10**9)
    for customer in ("acme", "small", None):
        charge(customer=customer)
    roll_up()
    page = body(finance, f"/customers/?{NOVEMBER}&column=runs&column=median")
    cells = {name: page.split(f'title="{name}"')[1].split("</tr>")[0] for name in ("acme", "small")}
    # The newest six runs of acme, all of what has few.
    assert "of the newest, 6 runs" in cells["acme"] and "3.0\N{NO-BREAK SPACE}s" in cells["acme"]
    assert "exact, 3 runs" in cells["small"]
    assert "exact, 3 runs" in page.split('title="Unattributed">Unattributed</a></th>')[1].split("</tr>")[0]


@pytest.mark.parametrize("narrowed", ["response_model=m", "response_model=m&response_model=n", "user=u"])
def test_runs_are_counted_once_however_they_are_narrowed(finance: Client, narrowed: str) -> None:
    trace(journey="refund", models=["m", "n"], end_user="u", duration_ns=4 * 10**9)
    charge(journey="refund", response_model="m", user="u")
    charge(journey="refund", response_model="n", user="u")
    roll_up()
    row = rows_of(finance, f"/journeys.csv?{NOVEMBER}&{narrowed}")["refund"]
    assert (row["runs"], row["p95_ns"]) == ("1", str(4 * 10**9))


def test_what_is_not_known_is_empty_never_zero(finance: Client) -> None:
    charge(journey="refund", **UNPRICED, input_tokens=None, output_tokens=None)
    roll_up()
    row = rows_of(finance, f"/journeys.csv?{NOVEMBER}")["refund"]
    assert [row[name] for name in ("cost_usd", "runs", "cost_per_run_usd", "input_tokens", "p95_ns")] == [
        ""
    ] * 5
    table = body(finance, f"/journeys/?{NOVEMBER}&column=input&column=cached").split("<tbody>")[1]
    assert "1 unpriced" in table and "$0" not in table
    assert body(finance, f"/journey/?{NOVEMBER}&journey=refund")


def test_pages_of_a_long_list_hold_every_row_once(finance: Client) -> None:
    for number in range(60):
        charge(customer=f"customer {number:02}", cost=Decimal(number % 7 + 1))
    roll_up()
    seen, path = list[str](), f"/customers/?{NOVEMBER}&sort=-cost"
    while path:
        page = body(finance, path)
        seen += names(page)
        found = re.search(r'<a href="(\?[^"]+)">More customers', page)
        path = f"/customers/{found[1]}" if found else ""
    assert sorted(seen) == [f"customer {number:02}" for number in range(60)]


def test_a_list_is_cut_and_says_so_but_its_file_holds_everything(
    finance: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakdown, "__kwdefaults__", {"most": 2, "look": None})
    for number in range(4):
        charge(customer=f"customer {number}", cost=Decimal(number + 1))
    roll_up()
    page = body(finance, f"/customers/?{NOVEMBER}")
    assert names(page) == ["customer 3", "customer 2"] and "The dearest 2 customers" in page
    assert re.search(r'<tfoot>.*title="\$10"', page, re.DOTALL)
    assert len(rows_of(finance, f"/customers.csv?{NOVEMBER}")) == 4
    monkeypatch.setattr(views, "MOST_VALUES", 3)
    response = finance.get(f"/customers.csv?{NOVEMBER}")
    assert response.status_code == 400 and "more than 3 customers" in response.content.decode()


def test_what_no_customer_claims_is_told_on_every_page(finance: Client) -> None:
    for number in range(30):
        charge(customer=f"customer {number:02}", cost=Decimal(number + 1))
    charge(customer=None, cost=Decimal("0.25"))
    roll_up()
    page = body(finance, f"/customers/?{NOVEMBER}")
    assert names(page)[0] == "customer 29" and "Unattributed" not in names(page)
    nobody = page.split("of it, 1 call, has no customer")[0].rsplit("<a ", 1)[1]
    assert 'title="$0.25"' in nobody


def test_a_cursor_from_elsewhere_is_refused_with_what_to_do(finance: Client) -> None:
    charge(journey="refund")
    roll_up()
    response = finance.get(f"/journeys/?{NOVEMBER}&cursor=nonsense")
    assert response.status_code == 400 and "Leave it out to begin" in response.content.decode()


def test_a_row_opens_its_page_and_the_page_tells_the_same(finance: Client) -> None:
    charge(journey="a & b/c", cost=Decimal(3), step="plan", response_model="m", time=NOON)
    charge(journey="a & b/c", cost=Decimal(1), step="act", response_model="n", time=LAST_MONTH)
    run = trace(journey="a & b/c", cost=Decimal(3))
    roll_up()
    found = re.search(r'class="value" href="([^"]+)"', body(finance, f"/journeys/?{NOVEMBER}"))
    assert found
    page = body(finance, found[1])
    assert "<h1>a & b/c</h1>" in page
    assert page.count('title="$3"') >= 3  # the sentence, the card, the parts
    assert "By journey step" in page and ">plan<" in page
    assert "Most of the rise is" in page and f"/{run.hex}/" in page


def test_what_nobody_claims_has_a_page_too(finance: Client) -> None:
    charge(cost=Decimal(2))
    charge(customer="a", cost=Decimal(3))
    roll_up()
    page = body(finance, f"/customer/?{NOVEMBER}&without=customer")
    assert "<h1>Unattributed</h1>" in page
    assert re.search(r'class="lede"><a href="[^"]+"><span class="money" title="\$2"', page)


@pytest.mark.parametrize("page", ["journey", "model", "customer"])
def test_a_page_of_nothing_in_particular_says_what_to_name(finance: Client, page: str) -> None:
    response = finance.get(f"/{page}/")
    assert response.status_code == 400 and f"name one {page}" in response.content.decode()


def test_a_page_of_something_unknown_says_that_nothing_was_spent(finance: Client) -> None:
    assert "Nothing was spent on it" in body(finance, "/model/?response_model=nope")


@pytest.mark.parametrize("plural", ["journeys", "models", "customers"])
def test_a_list_is_lean_where_there_is_no_room_until_columns_are_chosen(finance: Client, plural: str) -> None:
    charge(journey="refund", customer="acme")
    roll_up()
    page = body(finance, f"/{plural}/?{NOVEMBER}")
    assert f'class="data lean {plural}"' in page
    # The style sheet counts: breakdowns.css leaves out columns by these places.
    names = [column.name for column in views.columns(getattr(views, plural.upper())) if column.shown]
    assert names == [
        "name",
        "trend",
        "cost",
        "change",
        "runs",
        "run_cost",
        "calls",
        "cached",
        "failed",
        "p95",
    ]
    assert " lean" not in body(finance, f"/{plural}/?{NOVEMBER}&column=runs&column=calls")


def test_the_number_of_queries_does_not_grow_with_the_page(
    finance: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    many_charges(300, sets=40, days=20)
    for path, most in (
        (f"/journeys/?{NOVEMBER}", 16),
        (f"/models/?{NOVEMBER}", 17),
        (f"/customers/?{NOVEMBER}", 16),
        (f"/journey/?{NOVEMBER}&journey=journey+1", 24),
        (f"/model/?{NOVEMBER}&response_model=model+1", 24),
        (f"/customer/?{NOVEMBER}&customer=customer+1", 24),
    ):
        finance.get(path)
        with django_assert_max_num_queries(most):
            assert finance.get(path).status_code == 200
