"""From a span to a dollar, as a person sees it in Chromium."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sdk import send_a_call
from tests.browser.visitor import Visitor
from tests.factories.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def see_it_in_spend(visitor: Visitor, team: str) -> None:
    page = visitor.page
    page.goto(f"{visitor.web}/spend/?range=7d&group_by=team&group_by=response_model")
    row = page.get_by_role("row").filter(has_text=team)

    def arrived() -> bool:
        page.reload()
        return row.count() > 0

    eventually(arrived, "the call in Spend", 30)
    expect(row).to_contain_text("gpt-4o-mini")
    expect(row).to_contain_text("$1.50")
    row.get_by_role("link", name="$1.50").click()


def see_its_charge(page: Page, team: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Charges")
    row = page.get_by_role("row").filter(has_text=team)
    expect(row).to_have_count(1)
    row.get_by_role("link", name="$1.50").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("gpt-4o-mini")
    expect(page.get_by_text("Counted.")).to_be_visible()
    price = page.get_by_role("region", name="How the cost came about")
    expect(price).to_contain_text(re.compile(r"openai gpt-4o-mini: \w+, .+, valid from"))
    expect(price.get_by_role("row").filter(has_text="Total")).to_contain_text("$1.5")
    owner = page.get_by_role("region", name="Whose it is")
    for name in (team, "greeting", "greeter"):
        expect(owner.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("link", name="Open its trace").click()


def see_its_trace(page: Page, team: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("POST /hello")
    expect(page.get_by_role("main")).to_contain_text(f"browser · {team} · greeting")
    expect(page.get_by_text("$1.50 for 1 call")).to_be_visible()
    waterfall = page.get_by_role("region", name="Waterfall")
    expect(waterfall.get_by_role("row").filter(has_text="chat gpt-4o-mini")).to_contain_text("$1.50")
    beside = page.get_by_role("complementary", name="Span")
    waterfall.get_by_role("link", name="POST /hello", exact=True).click()
    expect(beside.get_by_role("heading", level=2)).to_have_text("POST /hello")
    waterfall.get_by_role("link", name="chat gpt-4o-mini", exact=True).click()
    expect(beside.get_by_role("heading", level=2)).to_have_text("chat gpt-4o-mini")
    expect(beside.get_by_role("region", name="Charge")).to_contain_text("$1.50")


def walk(visitor: Visitor, team: str) -> None:
    visitor.sign_in()
    expect(visitor.page.get_by_role("navigation", name="Main")).to_be_visible()
    send_a_call(visitor.instance, team)
    see_it_in_spend(visitor, team)
    see_its_charge(visitor.page, team)
    see_its_trace(visitor.page, team)


def test_a_span_sent_by_the_stock_sdk_is_a_dollar_amount_down_to_its_trace(
    visit: Callable[..., Visitor],
) -> None:
    walk(visit(), "greeters")


def test_the_same_walk_needs_no_javascript(visit: Callable[..., Visitor]) -> None:
    walk(visit(javascript=False), "welcomers")


def test_what_the_browser_complains_about_is_noticed(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.page.goto(visitor.web)
    visitor.page.evaluate("document.head.appendChild(document.createElement('script')).text = 'nothing'")
    visitor.page.goto(f"{visitor.web}/accounts/nothing/")
    noticed = " ".join(visitor.troubles)
    visitor.troubles.clear()
    assert "Content Security Policy" in noticed
    assert "404" in noticed
