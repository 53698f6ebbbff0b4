"""The chart of the Spend page, its comparison, its order and its measures."""

import datetime as dt
import json
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from finops.prices.services import catalogue_sync
from finops.prices.types import CatalogueModel, CatalogueProvider, DatedPrice, Rate
from tests.factories.people import browser, person
from tests.factories.rollups import NOON, charge, roll_up

pytestmark = pytest.mark.django_db
NOVEMBER = "from=2026-11-01&to=2026-11-30"
OCTOBER = NOON.replace(month=10)


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def raw(client: Client, query: str) -> str:
    response = client.get(f"/spend/?{NOVEMBER}&{query}")
    assert response.status_code == 200
    return response.content.decode()


def chart(client: Client, query: str) -> dict[str, Any]:
    found = re.search(
        r'<script id="spend-chart-data" type="application/json">(.*?)</script>', raw(client, query)
    )
    assert found
    return json.loads(found[1])


def series(client: Client, query: str) -> dict[str, float]:
    return {trace["name"]: sum(value or 0 for value in trace["y"]) for trace in chart(client, query)["data"]}


def rows(client: Client, query: str) -> list[list[str]]:
    body = raw(client, query).split("Spend by group")[1].split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<td.*?</td>", row, re.S) for row in body.split("</tr>")[:-1]]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def test_the_nine_largest_are_series_and_the_rest_is_one_more(finance: Client) -> None:
    for n in range(1, 13):
        charge(team=f"team {n:02}", cost=Decimal(n))
    roll_up()
    found = series(finance, "group_by=team&compare=none")
    assert len(found) == 10
    assert found["Other"] == 1 + 2 + 3
    assert sum(found.values()) == sum(range(1, 13))


def test_what_nobody_claims_is_a_series_of_its_own(finance: Client) -> None:
    charge(team="a", cost=Decimal(1))
    charge(cost=Decimal(5))
    roll_up()
    assert series(finance, "group_by=team&compare=none") == {"a": 1, "Unattributed": 5}


def test_a_series_narrows_the_page_to_itself(finance: Client) -> None:
    charge(team="a & b", cost=Decimal(1))
    charge(team="c", cost=Decimal(3))
    roll_up()
    links = {trace["name"]: trace["href"] for trace in chart(finance, "group_by=team&compare=none")["data"]}
    assert series(finance, links["a & b"].partition("?")[2]) == {"a & b": 1}


def test_the_month_before_lies_over_the_chart_and_beside_each_group(finance: Client) -> None:
    charge(team="a", cost=Decimal(3))
    charge(team="b", cost=Decimal(1))
    charge(team="a", cost=Decimal(2), time=OCTOBER)
    roll_up()
    assert series(finance, "group_by=team")["Oct 1 to Oct 31, 2026"] == 2
    (first, second) = rows(finance, "group_by=team")
    assert first[0] == "a" and first[-2:] == ["$ 2 .00", "+50 %"]
    assert second[0] == "b" and second[-2:] == ["—", "—"]
    assert "against" not in raw(finance, "group_by=team&compare=none")


@pytest.mark.parametrize(
    ("sort", "order"), [("", "cab"), ("cost", "bac"), ("team", "abc"), ("-team", "cba"), ("-calls", "bca")]
)
def test_any_column_sorts_the_table(finance: Client, sort: str, order: str) -> None:
    for team, cost, calls in (("a", 2, 1), ("b", 1, 3), ("c", 6, 2)):
        for _ in range(calls):
            charge(team=team, cost=Decimal(cost) / calls)
    roll_up()
    assert "".join(row[0] for row in rows(finance, f"group_by=team&sort={sort}")) == order


def test_the_order_survives_a_change_of_the_range(finance: Client) -> None:
    charge(team="a")
    roll_up()
    page = unescape(raw(finance, "group_by=team&sort=team&measure=calls"))
    link = re.search(r'href="([^"]+)"[^>]*>30 days', page)
    assert link and "sort=team" in link[1] and "measure=calls" in link[1]


def test_calls_and_tokens_can_be_what_the_page_is_about(finance: Client) -> None:
    charge(team="a", cost=Decimal(9), input_tokens=5, output_tokens=1)
    charge(team="b", cost=Decimal(1), input_tokens=70, output_tokens=7)
    roll_up()
    assert series(finance, "group_by=team&measure=tokens&compare=none") == {"b": 77, "a": 6}
    assert series(finance, "group_by=team&measure=calls&compare=none") == {"a": 1, "b": 1}


def test_a_group_whose_calls_all_failed_says_so_and_shows_no_zero_calls(finance: Client) -> None:
    charge(team="a", counted=False, uncounted_reason="failed", is_error=True, cost=Decimal(0))
    roll_up()
    (row,) = rows(finance, "group_by=team")
    assert row[:4] == ["a", "1 failed", "—", "—"]


def test_a_change_of_price_is_a_note_on_the_chart_of_cost_and_in_its_table(finance: Client) -> None:
    rates = [
        DatedPrice({}, since, None, None, (Rate("input_tokens", 1_000_000, Decimal(rate)),))
        for since, rate in ((None, "2.50"), (dt.date(2026, 11, 5), "1.25"))
    ]
    swift = CatalogueModel("swift", "Swift", {"starts_with": "swift"}, tuple(rates))
    catalogue_sync((CatalogueProvider("acme", "Acme", (), (swift,)),), "catalogue 1")
    charge(provider="acme", response_model="swift-1")
    roll_up()
    told = "swift-1: input $2.50 to $1.25 a million"
    assert chart(finance, "group_by=team")["notes"] == {"2026-11-05": told}
    assert raw(finance, "group_by=team").count(told) == 3  # beside the chart, in its table, in its tip
    assert chart(finance, "group_by=team&interval=week")["notes"] == {"2026-11-02": told}
    assert chart(finance, "group_by=team&measure=calls")["notes"] == {}


@pytest.mark.parametrize(
    "query", ["measure=love", "compare=mars", "sort=password", "column=secret", "density=x"]
)
def test_what_an_address_cannot_mean_is_refused_with_what_it_could(finance: Client, query: str) -> None:
    response = finance.get(f"/spend/?{query}")
    assert response.status_code == 400
    assert "Choose from" in response.content.decode()


def test_today_is_marked_as_growing(finance: Client) -> None:
    today = dt.datetime.now(dt.UTC)
    charge(team="a", time=today)
    roll_up()
    found = re.search(r'spend-chart-data" type="application/json">(.*?)</script>',
                      finance.get("/spend/?range=7d").content.decode())  # fmt: skip
    assert found and json.loads(found[1])["grows"] == [False] * 6 + [True]
