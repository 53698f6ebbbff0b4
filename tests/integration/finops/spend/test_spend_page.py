"""The Spend page: its numbers, its links, its CSV."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finops.accounts.models import Organisation
from finops.spend.csv_export import safe_cell
from tests.factories.people import body, browser, person
from tests.factories.rollups import NOON, UNPRICED, charge, many_charges, roll_up

pytestmark = pytest.mark.django_db
NOVEMBER = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    response = client.get(path)
    assert response["Content-Type"].startswith("text/csv")
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def exact_amounts(page: str) -> list[Decimal]:
    """Every amount of money on a page to the last digit, from what hovering shows."""
    return [
        Decimal(found.replace(",", "")) for found in re.findall(r'class="money" title="\$([\d,.]+)"', page)
    ]


def test_every_number_on_the_page_is_a_sum_of_the_ledger_to_the_last_digit(finance: Client) -> None:
    for n in range(1, 9):
        charge(team=f"t{n % 3}", response_model=f"m{n % 2}", cost=Decimal(n) / Decimal(7**3), counted=n != 5)
    roll_up()
    amounts = exact_amounts(body(finance, f"/spend/?{NOVEMBER}"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(cost) FROM charge JOIN dimension_set d ON d.id = dimension_set_id "
                       "WHERE counted GROUP BY d.team, d.response_model")  # fmt: skip
        groups = sorted(cost for (cost,) in cursor.fetchall())
    assert amounts[0] == amounts[-1] == sum(groups)
    assert set(groups) <= set(amounts)


def test_a_number_opens_the_charges_it_is_made_of(finance: Client) -> None:
    charge(team="a", response_model="m", cost=Decimal("1.25"))
    charge(team="a", response_model="m", cost=Decimal("2.5"), time=NOON - dt.timedelta(days=1))
    charge(team="b", response_model="m", cost=Decimal(8))
    charge(response_model="m", cost=Decimal(16))
    roll_up()
    page = body(finance, f"/spend/?{NOVEMBER}&interval=day&group_by=team")
    links = re.findall(r'href="(/charges/\?[^"]+)"><span class="money" title="\$([\d.]+)"', page)
    assert len(links) >= 4
    for link, cost in links:
        shown = exact_amounts(body(finance, link))
        assert shown[0] == Decimal(cost)
        assert sum(shown[1:]) == Decimal(cost)


def test_a_value_narrows_the_page_and_its_chip_widens_it_again(finance: Client) -> None:
    charge(team="a & b", cost=Decimal(1))
    charge(cost=Decimal(2))
    roll_up()
    page = body(finance, f"/spend/?{NOVEMBER}&group_by=team")
    narrowed = re.search(r'class="value" href="([^"]+)" title="a & b"', page)
    without = re.search(r'class="value unattributed" href="([^"]+)"', page)
    assert narrowed and without
    assert exact_amounts(body(finance, narrowed[1]))[0] == 1
    assert exact_amounts(body(finance, without[1]))[0] == 2
    widened = re.search(r'href="([^"]+)" title="Remove this filter"', body(finance, narrowed[1]))
    assert widened and exact_amounts(body(finance, widened[1]))[0] == 3


def test_what_has_no_price_is_a_dash_and_a_count_never_zero(finance: Client) -> None:
    charge(team="a", **UNPRICED)
    roll_up()
    page = body(finance, f"/spend/?{NOVEMBER}&group_by=team")
    assert exact_amounts(page) == []
    assert "1 unpriced" in page and 'title="unknown">—' in page
    assert [table for table in re.findall(r"<table.*?</table>", page, re.S) if "$0" in table] == []


def test_what_nobody_claims_is_told_above_the_table(finance: Client) -> None:
    charge(journey="refund", cost=Decimal(3))
    roll_up()
    page = body(finance, f"/spend/?{NOVEMBER}")
    assert re.search(
        r"without=team[^>]*>.*?</a> of it, 1 call, has no <a [^>]*dimension=team[^>]*>team<", page
    )
    assert "dimension=journey" not in page


def test_days_are_those_of_the_organisation(finance: Client) -> None:
    Organisation.objects.update_or_create(id=1, defaults={"time_zone": "America/New_York"})
    charge(time=dt.datetime(2026, 11, 14, 4, 59, tzinfo=dt.UTC), cost=Decimal(1))
    charge(time=dt.datetime(2026, 11, 14, 5, 1, tzinfo=dt.UTC), cost=Decimal(2))
    roll_up("America/New_York")
    for day, cost in (("13", 1), ("14", 2)):
        range_of_day = f"from=2026-11-{day}&to=2026-11-{day}"
        assert exact_amounts(body(finance, f"/spend/?{range_of_day}"))[0] == cost
        assert exact_amounts(body(finance, f"/charges/?counted=true&{range_of_day}")) == [cost, cost]


def test_the_csv_holds_the_exact_rows_of_the_page(finance: Client) -> None:
    charge(team="a", cost=Decimal("0.1"), cost_input=Decimal("0.000000000000000000000001"))
    charge(team="b", **UNPRICED, input_tokens=None, output_tokens=None)
    charge(cost=Decimal("0.2"))
    roll_up()
    found = rows_of(finance, f"/spend.csv?{NOVEMBER}&group_by=team&interval=month")
    told = [(row["month"], row["team"], row["calls"], row["cost_usd"], row["input_tokens"]) for row in found]
    assert told == [
        ("2026-11-01", "", "1", "0.2", "1000"),
        ("2026-11-01", "a", "1", "0.1", "1000"),
        ("2026-11-01", "b", "1", "", ""),
    ]
    assert found[1]["cost_input_usd"] == "0.000000000000000000000001"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_value_from_outside_is_never_a_formula(finance: Client, start: str) -> None:
    charge(team=f"{start}cmd|' /C calc'!A0")
    roll_up()
    (row,) = rows_of(finance, f"/spend.csv?{NOVEMBER}&group_by=team")
    assert row["team"].startswith(f"'{start}"[:1])
    assert safe_cell("plain") == "plain"


def test_the_chart_takes_its_largest_groups_from_the_table_that_ranks_them(finance: Client) -> None:
    many_charges(300, sets=40, days=20)
    asked = []
    for sort in ("", "&sort=calls"):
        path = f"/spend/?{NOVEMBER}&group_by=team{sort}"
        finance.get(path)
        with CaptureQueriesContext(connection) as queries:
            page = body(finance, path)
        asked.append(len(queries))
        assert 'id="spend-chart"' in page
    assert asked[0] == asked[1] - 1


def test_the_number_of_queries_does_not_grow_with_the_page(
    finance: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    many_charges(300, sets=40, days=20)
    for path in (
        f"/spend/?{NOVEMBER}&interval=day",
        f"/charges/?{NOVEMBER}",
        f"/charges/?{NOVEMBER}&counted=true",
    ):
        finance.get(path)
        with django_assert_max_num_queries(20):
            assert finance.get(path).status_code == 200
