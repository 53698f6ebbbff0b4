"""The Overview: its numbers against the ledger, its links, its cost."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from finops.overview import selectors
from finops.overview.cells import Level, at_level, beside, total
from finops.overview.closer import closer
from finops.overview.months import Months, months
from finops.overview.page import Page, tell
from finops.overview.sentences import Piece
from tests.factories.anomalies import anomaly
from tests.factories.people import browser, person
from tests.factories.rollups import UNPRICED, charge, roll_up

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 14, 12, 20, tzinfo=dt.UTC)
UTC = ZoneInfo("UTC")


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", unescape(page)).split())


def body(client: Client, address: str = "/overview/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def spend(cost: object, day: dt.date, hour: int = 9, minute: int = 0, **fields: object) -> None:
    time = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=dt.UTC)
    charge(time=time, cost=Decimal(str(cost)), **fields)


def told(zone: ZoneInfo = UTC, now: dt.datetime = NOW, month: str = "") -> Page:
    first_day = selectors.first_day()
    assert first_day
    period = months(now, zone, first_day, month)
    cells = selectors.cells(period)
    return tell(cells, selectors.looked_closer(period, closer(cells, period)), period, first_day)


def october(day: int) -> dt.date:
    return dt.date(2026, 10, day)


def november(day: int) -> dt.date:
    return dt.date(2026, 11, day)


def test_the_month_and_its_counterpart_are_sums_of_the_ledger_until_this_time_of_day() -> None:
    spend(1, october(1))
    spend(2, october(14), 12, 14)
    spend(4, october(14), 12, 16)  # later that day than it is now
    spend(8, october(15))
    spend("16.000000000000000001", november(1))
    spend(32, november(14), 12, 10)
    roll_up()
    page = told()
    assert page.month.cost == Decimal("48.000000000000000001")
    assert page.whole.before.cost == 3
    assert page.months.is_whole


def test_the_days_are_those_of_the_organisation() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    spend(1, october(31), 12)  # November 1 there
    spend(2, october(31), 10)  # still October 31
    roll_up(auckland.key)
    assert told(auckland).month.cost == 1


def test_every_table_adds_up_to_the_whole() -> None:
    for n in range(1, 13):
        spend(n, november(n), team=f"team {n}", journey=f"journey {n % 10}", response_model=f"model {n}")
        spend(n * 2, october(1), team=f"team {n}", response_model="old", journey=None)
    roll_up()
    page = told()
    for table in (page.teams, page.models, page.journeys):
        shown = [line.beside for line, _, _ in table.lines]
        rest = [table.others.beside] if table.others else []
        assert sum(one.now.cost for one in [*shown, *rest]) == page.whole.now.cost == 78
        assert sum(one.before.cost for one in [*shown, *rest]) == page.whole.before.cost == 156
    assert (len(page.teams.lines), page.teams.other_count) == (7, 5)


def test_what_no_team_claims_is_told_apart() -> None:
    spend(3, november(2), team="support")
    spend(1, november(2))
    roll_up()
    page = told()
    assert (page.month.cost, page.attributed.cost) == (4, 3)
    assert [line.name for line, _, _ in page.teams.lines] == ["support", None]


def test_groups_that_are_cut_off_stay_in_the_totals(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(1, 6):
        spend(n, november(2), team=f"team {n}", journey="refund")
    roll_up()
    monkeypatch.setattr(selectors, "MOST_CELLS", 7)  # of two teams, by team and by team and model
    page = told()
    assert page.month.cost == 15
    assert page.teams.others and page.teams.others.beside.now.cost == 15 - 5 - 4
    assert text_of_names(page) == ["team 5", "team 4"]


def text_of_names(page: Page) -> list[str | None]:
    return [line.name for line, _, _ in page.teams.lines]


def test_levels_agree_with_each_other() -> None:
    spend(3, november(2), team="support", journey="refund")
    spend(1, october(2), team="legal")
    charge(time=NOW, **UNPRICED)
    roll_up()
    period: Months = months(NOW, UTC, october(2))
    cells = selectors.cells(period)
    sums = {level: total(at_level(cells, level), period.this) for level in Level}
    assert sums[Level.TOTAL] == sums[Level.PAIR] == sums[Level.JOURNEY]
    assert sums[Level.TOTAL].unpriced_calls == 1
    assert beside(cells, period, lambda cell: cell.level).keys() == set(Level)


def test_a_month_that_is_over_is_the_sum_of_its_days_beside_all_days_before() -> None:
    spend(1, dt.date(2026, 9, 1), team="legal")
    spend(2, dt.date(2026, 9, 30), 23, 59, team="legal")
    spend(4, october(1), team="support")
    spend("8.000000000000000001", october(31), 23, 59, team="legal")
    spend(16, november(1), team="legal")
    roll_up()
    page = told(month="2026-10")
    assert page.month.cost == page.whole.now.cost == Decimal("12.000000000000000001")
    assert page.whole.before.cost == 3 and page.months.is_whole
    beside_september = {
        line.name: (line.beside.now.cost, line.beside.before.cost) for line, _, _ in page.teams.lines
    }
    assert beside_september == {"legal": (Decimal("8.000000000000000001"), 3), "support": (4, 0)}
    assert page.projection is None and page.days
    assert (page.days.dearest, page.days.mean * 31) == (october(31), page.month.cost)


def test_an_earlier_month_opens_from_the_one_after_it_and_leads_back(finance: Client) -> None:
    now = timezone.now()
    earlier = now.replace(day=1) - dt.timedelta(days=1)
    charge(time=now, cost=Decimal(5))
    charge(time=earlier, cost=Decimal(7), team="support")
    roll_up()
    page = body(finance)
    address = f"/overview/?month={earlier:%Y-%m}"
    assert re.search(rf'<a href="{re.escape(address)}" rel="prev">', page) and 'rel="next"' not in page
    page = body(finance, address)
    assert "You spent $7.00 in" in text(page) and "Expected by" not in page and "Up to date" not in page
    assert '<a href="/overview/" rel="next">' in page and 'rel="prev"' not in page
    for link in {unescape(link) for link in re.findall(r'href="(/(?:spend|charges|unpriced)/[^"]*)"', page)}:
        assert finance.get(link).status_code == 200, link


def test_a_month_that_cannot_be_shown_teaches(finance: Client) -> None:
    charge(time=timezone.now())
    roll_up()
    response = finance.get("/overview/?month=2020-01")
    assert response.status_code == 400 and "lies before the first one with spend" in response.content.decode()


def test_an_earlier_month_asks_no_more_than_the_current_one(
    finance: Client, django_assert_num_queries
) -> None:
    earlier = timezone.now().replace(day=1) - dt.timedelta(days=1)
    for n in range(12):
        charge(time=earlier, team=f"t{n}", journey=f"j{n}", response_model=f"m{n}")
    roll_up()
    body(finance, f"/overview/?month={earlier:%Y-%m}")
    with django_assert_num_queries(5):
        body(finance, f"/overview/?month={earlier:%Y-%m}")


def words(sentence: list[Piece]) -> str:
    return "".join(piece.text for piece in sentence)


def a_runaway_friday() -> None:
    """Two quiet teams, one of them on Fridays only; on November 6 that one ran away."""
    for n in range(44):
        spend(10, october(1) + dt.timedelta(days=n), team="support", response_model="gpt")
    for day in [october(2), october(9), october(30), november(13)]:
        spend(1, day, team="legal", response_model="claude")
    spend(91, november(6), team="legal", response_model="claude")
    roll_up()


def test_a_runaway_day_names_the_team_and_model_behind_it() -> None:
    a_runaway_friday()
    page = told()
    headline, changed = words(page.headline[1]), words(page.changes[0])
    assert "rise is legal on claude: $90.00 more, most of it on Nov\N{NO-BREAK SPACE}6." in headline
    assert changed.endswith("legal on claude was $90.00 above its own.")


def test_only_what_a_sentence_may_name_is_read_day_by_day() -> None:
    a_runaway_friday()
    period = months(NOW, UTC, october(1))
    look = selectors.looked_closer(period, closer(selectors.cells(period), period))
    fridays = {cell.day for cell in look.days if cell.team == "support"}
    assert fridays and {day.isoweekday() for day in fridays} == {5}
    assert len([cell for cell in look.days if cell.team == "legal"]) == 5


def test_the_page_opens_with_the_answer_and_its_numbers_open(finance: Client) -> None:
    charge(time=timezone.now(), cost=Decimal("12.5"), team="support", journey="refund")
    charge(time=timezone.now(), cost=Decimal("2.5"))
    roll_up()
    page = body(finance)
    assert "You have spent $15.00 this month." in text(page)
    assert "83.3 %" in text(page).replace("\N{NO-BREAK SPACE}", " ")
    links = {unescape(link) for link in re.findall(r'href="(/(?:spend|charges|unpriced)/[^"]*)"', page)}
    assert len(links) > 8
    for link in links:
        assert finance.get(link).status_code == 200, link
    assert any("without=team" in link for link in links)


def test_unknown_costs_are_a_dash_and_counted_as_unpriced(finance: Client) -> None:
    charge(time=timezone.now(), **UNPRICED)
    roll_up()
    page = text(body(finance))
    assert "1 call this month, none with a price" in page
    assert "$0.00" not in page


def test_names_from_outside_are_shown_as_text(finance: Client) -> None:
    charge(time=timezone.now(), team="<script>alert(1)</script>", response_model='"><img src=x>')
    roll_up()
    page = body(finance)
    assert "<script>alert" not in page and "<img" not in page


def test_home_leads_to_the_first_run_until_there_is_spend(finance: Client) -> None:
    assert finance.get("/")["Location"] == "/start/"
    assert "Send the first span" in text(body(finance))
    charge(time=timezone.now())
    roll_up()
    assert finance.get("/")["Location"] == "/overview/"


@pytest.mark.parametrize("groups", [1, 40])
def test_the_page_asks_a_fixed_number_of_questions(
    finance: Client, groups: int, django_assert_num_queries
) -> None:
    for n in range(groups):
        charge(time=timezone.now(), team=f"t{n}", journey=f"j{n}", response_model=f"m{n}")
    roll_up()
    body(finance)
    with django_assert_num_queries(10):
        body(finance)


def test_what_is_not_as_usual_now_stands_first_among_what_changed(finance: Client) -> None:
    charge(time=timezone.now())
    roll_up()
    going_on = anomaly()
    over = anomaly(starts_at=timezone.now() - dt.timedelta(days=2), ended_at=timezone.now())
    page = body(finance)
    assert "+$412.00 since" in page
    assert f"/anomalies/{going_on.pk}/" in page and f"/anomalies/{over.pk}/" not in page


def test_a_rise_costs_one_question_more(finance: Client, django_assert_num_queries) -> None:
    charge(time=timezone.now() - dt.timedelta(days=62), team="a")
    charge(time=timezone.now(), team="a", cost=Decimal(10))
    roll_up()
    body(finance)
    with django_assert_num_queries(11):
        assert "of the rise is" in body(finance)


def test_the_ledger_itself_is_never_read(finance: Client) -> None:
    charge(time=timezone.now(), team="support")
    roll_up()
    asked: list[str] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        body(finance)
    assert any("spend_daily" in sql for sql in asked)
    assert not any(re.search(r"\b(FROM|JOIN) (charge|span|trace)\b", sql) for sql in asked)
