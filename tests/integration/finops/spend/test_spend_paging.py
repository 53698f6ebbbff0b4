"""The Spend page stays small whatever it is asked: its groups go page by page."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from finops.spend.group_pages import PAGE
from tests.factories.people import body, browser, person
from tests.factories.rollups import charge, many_charges, roll_up

pytestmark = pytest.mark.django_db
NOVEMBER = "/spend/?from=2026-11-01&to=2026-11-30"
HEAVIEST = 100_000  # bytes of HTML


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def values(page: str) -> list[str]:
    return re.findall(r'class="value[^"]*" href="[^"]+" title="([^"]+)"', page)


def link(page: str, text: str) -> str:
    found = re.search(rf'href="([^"]+)">{text}</a>', page)
    return f"/spend/{found[1]}" if found else ""


def teams(count: int) -> None:
    for n in range(count):
        charge(team=f"team {n:03}", cost=Decimal(1))
    roll_up()


def test_a_quarter_by_day_and_two_dimensions_weighs_less_than_100_kb(finance: Client) -> None:
    many_charges(6000, sets=24, days=91)
    days = "from=2026-08-15&to=2026-11-14"
    columns = "column=input&column=cached&column=output&column=share"
    address = f"/spend/?{days}&interval=day&group_by=journey&group_by=service&{columns}"
    response = finance.get(address)
    assert f"Groups 1 to {PAGE}" in response.content.decode()
    assert len(response.content) < HEAVIEST


def test_every_group_is_on_exactly_one_page_and_the_total_on_all(finance: Client) -> None:
    teams(2 * PAGE + 3)
    seen, pages, address = [], 0, f"{NOVEMBER}&group_by=team&sort=team"
    while address:
        page = body(finance, address)
        assert f"{2 * PAGE + 3} call" in page.split("<tfoot>")[0]
        assert re.search(rf'<span class="minor">\$</span>{2 * PAGE + 3}<', page.split("<tfoot>")[1])
        seen += values(page)
        pages, address = pages + 1, link(page, "Next groups")
    assert pages == 3
    assert seen == [f"team {n:03}" for n in range(2 * PAGE + 3)]


def test_the_way_back_leads_to_the_page_before(finance: Client) -> None:
    teams(2 * PAGE + 1)
    first = body(finance, f"{NOVEMBER}&group_by=team&sort=team")
    second = body(finance, link(first, "Next groups"))
    third = body(finance, link(second, "Next groups"))
    assert values(body(finance, link(third, "Previous groups"))) == values(second)
    assert link(first, "Previous groups") == "" == link(third, "Next groups")


def test_another_order_and_another_range_begin_at_the_first_page(finance: Client) -> None:
    teams(PAGE + 1)
    second = body(finance, link(body(finance, f"{NOVEMBER}&group_by=team"), "Next groups"))
    assert "cursor=" not in "".join(re.findall(r'class="sort" href="([^"]+)"', second))
    assert "cursor=" not in "".join(
        re.findall(r'name="cursor"', second.split('class="filters"')[1].split("</form>")[0])
    )


@pytest.mark.parametrize("cursor", ["x", "eyJiZWZvcmUiOi0xfQ", "eyJiZWZvcmUiOjk5OTk5OTk5OX0"])
def test_a_cursor_of_ones_own_making_is_refused(finance: Client, cursor: str) -> None:
    response = finance.get(f"{NOVEMBER}&cursor={cursor}")
    assert response.status_code == 400
    assert "Leave it out to begin" in response.content.decode()
