"""A lead makes a channel and a budget, sees how it would have gone, is told, and reads why it fired."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sdk import send_a_call
from tests.browser.visitor import Visitor
from tests.factories.sinks import HttpSink, http_sink
from tests.factories.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(600)]
TEAM, EMAIL, PASSWORD = "thrifty", "lead@example.com", "correct-horse-battery"
PEOPLE = f"""
from finops.accounts.models import Role, Team
from finops.accounts.services import user_create
team, _ = Team.objects.get_or_create(name="{TEAM}")
user_create(email="{EMAIL}", role=Role.LEAD, actor="tests", teams=[team], password="{PASSWORD}")
"""
# Workers would within a minute, and gather for half of one what belongs together.
EVALUATE = """
from datetime import timedelta
from django.utils import timezone
from finops.budgets.tasks import evaluate
from finops.notifications.dispatch import dispatch
evaluate()
dispatch(timezone.now() - timedelta(minutes=1))
"""


def type_a_budget(page: Page, *, amount: str) -> None:
    page.get_by_label("Name").fill("Thrifty a month")
    page.get_by_label("Dimension 1").select_option("team")
    page.get_by_label("Values 1").fill(TEAM)
    page.get_by_label("Amount").fill(amount)
    page.get_by_label("Owner team").select_option(TEAM)


@pytest.fixture
def hook() -> Iterator[HttpSink]:
    """What a channel of the team leads to."""
    with http_sink() as sink:
        yield sink


def test_a_lead_sees_a_budget_before_it_is_saved_is_told_and_reads_why_it_fired_after(
    visit: Callable[..., Visitor], hook: HttpSink
) -> None:
    visitor = visit()
    visitor.instance.run("shell", "-c", PEOPLE)
    visitor.sign_in(EMAIL, PASSWORD)
    page = visitor.page
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    send_a_call(visitor.instance, TEAM)
    secret = make_a_channel(visitor, hook)
    see_spend_while_typing(visitor)
    page.get_by_role("button", name="Save budget").click()
    expect(page.get_by_text("Budget Thrifty a month is saved.")).to_be_visible()
    be_told(visitor, hook, secret)
    read_why(visitor)


def make_a_channel(visitor: Visitor, hook: HttpSink) -> str:
    """Returns the secret that the page shows once."""
    page = visitor.page
    page.get_by_role("link", name="Alerts").click()
    page.get_by_role("link", name="New channel").click()
    page.get_by_role("link", name="Webhook").click()
    expect(page.get_by_role("heading", name="What it receives")).to_be_visible()
    page.get_by_label("Name").fill("Thrifty on-call")
    page.get_by_label("Address").fill(hook.url)
    page.get_by_label("Owner team").select_option(TEAM)
    page.get_by_role("button", name="Save channel").click()
    secret = page.locator("#secret").inner_text()
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("The test was delivered")).to_be_visible()
    assert hook.posts[0].verified(secret)["type"] == "test"
    return secret


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


def be_told(visitor: Visitor, hook: HttpSink, secret: str) -> None:
    page = visitor.page
    visitor.instance.run("shell", "-c", EVALUATE)
    page.get_by_role("link", name="Alerts").click()
    page.get_by_role("link", name=re.compile("Thrifty a month reached 100")).click()
    expect(page.get_by_role("main")).to_contain_text("$1.50 was spent in")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("You have acknowledged it")).to_be_visible()
    eventually(lambda: len(hook.posts) > 1, "the message", 90)
    assert "Thrifty a month reached 100" in str(hook.posts[1].verified(secret))


def read_why(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="See the evidence").click()
    expect(page.get_by_role("main")).to_contain_text("$1.50 was spent in")
    expect(page.get_by_role("region", name="By model")).to_contain_text("gpt-4o-mini")
    page.get_by_role("link", name="The charges").click()
    expect(page.get_by_role("row").filter(has_text=TEAM)).to_have_count(1)
