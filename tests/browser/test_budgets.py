"""A lead makes a budget, sees how it would have gone, and reads why it fired."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sdk import send_a_call
from tests.browser.visitor import Visitor
from tests.factories.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes]
TEAM, EMAIL, PASSWORD = "thrifty", "lead@example.com", "correct-horse-battery"
PEOPLE = f"""
from finops.accounts.models import Role, Team
from finops.accounts.services import user_create
team, _ = Team.objects.get_or_create(name="{TEAM}")
user_create(email="{EMAIL}", role=Role.LEAD, actor="tests", teams=[team], password="{PASSWORD}")
"""
EVALUATE = "from finops.budgets.tasks import evaluate; evaluate()"


def type_a_budget(page: Page, *, amount: str) -> None:
    page.get_by_label("Name").fill("Thrifty a month")
    page.get_by_label("Dimension 1").select_option("team")
    page.get_by_label("Values 1").fill(TEAM)
    page.get_by_label("Amount").fill(amount)
    page.get_by_label("Owner team").select_option(TEAM)


def test_a_lead_sees_a_budget_before_it_is_saved_and_why_it_fired_after(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    visitor.instance.run("shell", "-c", PEOPLE)
    visitor.sign_in(EMAIL, PASSWORD)
    page = visitor.page
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    send_a_call(visitor.instance, TEAM)
    see_spend_while_typing(visitor)
    page.get_by_role("button", name="Save budget").click()
    expect(page.get_by_text("Budget Thrifty a month is saved.")).to_be_visible()
    read_why(visitor)


def see_spend_while_typing(visitor: Visitor) -> None:
    page, web = visitor.page, visitor.web.rstrip("/")
    preview = page.locator("#preview")

    def told() -> bool:
        page.goto(f"{web}/budgets/new/")
        type_a_budget(page, amount="1.50")
        expect(preview).to_contain_text("so far")
        return "$1.50 so far, 100" in re.sub(r"\s+", " ", preview.inner_text())

    eventually(told, "the call in the preview", 60)
    page.get_by_label("Amount").fill("3")
    expect(preview).to_contain_text("50\N{NO-BREAK SPACE}%")
    page.get_by_label("Amount").fill("nothing")
    expect(preview).to_contain_text("Say an amount")
    page.get_by_label("Amount").fill("1.50")
    expect(preview).to_contain_text("100\N{NO-BREAK SPACE}%")


def read_why(visitor: Visitor) -> None:
    page = visitor.page
    visitor.instance.run("shell", "-c", EVALUATE)  # workers would within a minute
    firings = page.get_by_role("region", name="What it told")

    def fired() -> bool:
        page.reload()
        return firings.get_by_role("link", name=re.compile("100")).count() > 0

    eventually(fired, "the threshold", 90)
    firings.get_by_role("link", name=re.compile("100")).click()
    expect(page.get_by_role("main")).to_contain_text("$1.50 was spent in")
    expect(page.get_by_role("region", name="By model")).to_contain_text("gpt-4o-mini")
    page.get_by_role("link", name="The charges").click()
    expect(page.get_by_role("row").filter(has_text=TEAM)).to_have_count(1)
