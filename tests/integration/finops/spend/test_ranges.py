"""One picker on every page with a range; what it compares with."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts import services
from finops.core import periods
from tests.factories.people import body, browser, person
from tests.factories.rollups import NOON, charge, roll_up

pytestmark = pytest.mark.django_db
WEEK = "from=2026-11-10&to=2026-11-16"
PAGES = ["/spend/", "/charges/", "/models/", "/customers/", "/journeys/", "/traces/", "/unpriced/"]


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_with_a_range_has_the_picker_and_keeps_its_filters(finance: Client, path: str) -> None:
    page = body(finance, f"{path}?range=last_month&team=support")
    (quarter,) = re.findall(r'href="(\?[^"]+)">This quarter</a>', page)
    assert "team=support" in quarter and "range=quarter" in quarter and "last_month" not in quarter
    assert re.search(r'aria-current="true">Last month</a>', page)
    assert page.count('type="date" id="from"') == 1
    assert "Days begin at midnight in UTC" in page
    assert finance.get(f"{path}{quarter}").status_code == 200


@pytest.mark.parametrize(
    ("compare", "cost"), [("", "2"), ("&compare=month", "5"), ("&compare=year", "11"), ("&compare=none", "")]
)
def test_a_week_is_compared_with_the_days_before_or_those_a_month_or_a_year_earlier(
    finance: Client, compare: str, cost: str
) -> None:
    charge(cost=Decimal(1))
    charge(cost=Decimal(2), time=NOON - dt.timedelta(days=7))
    charge(cost=Decimal(5), time=NOON.replace(month=10))
    charge(cost=Decimal(11), time=NOON.replace(year=2025))
    roll_up()
    page = body(finance, f"/spend/?{WEEK}{compare}")
    told = re.findall(r'against <a href="[^"]+"><span class="money" title="\$([\d.]+)"', page)
    assert told == ([cost] if cost else [])


@pytest.mark.parametrize(("compare", "cost"), [("", "2"), ("&compare=month", "5"), ("&compare=year", "11")])
def test_so_is_a_model_and_the_way_to_its_page_keeps_the_comparison(
    finance: Client, compare: str, cost: str
) -> None:
    charge(cost=Decimal(1))
    for earlier, time in (
        (2, NOON - dt.timedelta(days=7)),
        (5, NOON.replace(month=10)),
        (11, NOON.replace(year=2025)),
    ):
        charge(cost=Decimal(earlier), time=time)
    roll_up()
    change = f"{round(100 * (int(cost) - 1) / int(cost))} % less than"
    page = body(finance, f"/models/?{WEEK}{compare}")
    link = re.findall(r'href="(/model/[^"]+)"', page)[0]
    assert change in page.replace("\N{NO-BREAK SPACE}", " ")
    assert change in body(finance, link).replace("\N{NO-BREAK SPACE}", " ")


def test_the_comparison_survives_another_grouping(finance: Client) -> None:
    page = body(finance, f"/spend/?{WEEK}&compare=year")
    form = page.split('class="filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="compare" value="year">' in form
    assert '<input type="hidden" name="from" value="2026-11-10">' in form


def test_days_in_the_wrong_order_are_refused(finance: Client) -> None:
    response = finance.get("/spend/?from=2026-11-16&to=2026-11-10")
    assert response.status_code == 400
    assert "lies after the last day" in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_quarters_and_years_are_those_of_the_organisations_fiscal_year(finance: Client, path: str) -> None:
    start = timezone.localdate().month % 12 + 1  # a year that began in the month after this one, last year
    services.organisation_update(name="Acme", time_zone="UTC", fiscal_year_start=start, actor="tests")
    page = body(finance, f"{path}?range=year")
    assert re.search(r'range=quarter[^"]*">This fiscal quarter</a>', page)
    first = re.findall(r'id="from"[^>]*value="([^"]+)"', page)
    assert first == [periods.fiscal_period(timezone.localdate(), 12, start).start.isoformat()]
    assert "Fiscal year" in page


def test_a_whole_quarter_stands_beside_the_quarter_before(finance: Client) -> None:
    charge(cost=Decimal(1))  # in November
    charge(cost=Decimal(2), time=NOON.replace(month=8))
    charge(cost=Decimal(5), time=NOON.replace(month=6))
    roll_up()
    page = body(finance, "/spend/?from=2026-10-01&to=2026-12-31")
    assert "Jul 1 to Sep 30, 2026" in page
    services.organisation_update(name="Acme", time_zone="UTC", fiscal_year_start=2, actor="tests")
    page = body(finance, "/spend/?from=2026-11-01&to=2027-01-31")
    assert "Aug 1 to Oct 31, 2026" in page
