"""A team promises something of a journey, sees what spent the budget, and opens the trace that did."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import Stop
from tests.browser.telemetry import run
from tests.browser.visitor import Visitor
from tests.browser.walk import Walk, prepare
from tests.factories.instance import Instance
from tests.factories.receiver import Receiver

pytestmark = [pytest.mark.browser, pytest.mark.processes]
JOURNEY, NAME = "invoice-check", "Invoices are checked at once"
JUDGE = """
from django.utils import timezone
from finops.ledger.objectives.history import count_history
from finops.slos.tasks import evaluate_slos
while count_history(timezone.now(), 60): pass
evaluate_slos()
"""  # workers would within a minute


@pytest.fixture
def visitor(visit: Callable[..., Visitor], instance: Instance) -> Visitor:
    receiver = Receiver(instance, "slos")
    for number in range(4):
        receiver.send(run(JOURNEY, number))
    receiver.settle()
    visitor = visit(signed_in=True)
    prepare(visitor.context)
    return visitor


def make(visitor: Visitor) -> None:
    """An SLO that every run breaks, previewed before it is saved."""
    page = visitor.page
    page.goto(f"{visitor.web.rstrip('/')}/slos/new/?value={JOURNEY}")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("At most").fill("1000")
    page.get_by_label("Project").select_option("slos")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("main")).to_contain_text("of 3 runs were good in the last 28 days")
    page.get_by_role("button", name="Save SLO").click()
    expect(page.get_by_text(f"The SLO {NAME} is saved.")).to_be_visible()


def test_an_slo_is_previewed_saved_and_leads_to_the_trace_that_spent_it(
    visitor: Visitor, browser: Browser, instance: Instance
) -> None:
    make(visitor)
    page, walk = visitor.page, Walk(browser, instance, None)
    instance.run("shell", "-c", JUDGE)
    page.reload()
    expect(page.get_by_role("region", name="Burn rates")).to_contain_text("3 d and 6 h")
    walk.look_at_state(page, Stop("slo", page.url))
    page.get_by_role("link", name="SLOs").first.click()
    expect(page.get_by_role("row").filter(has_text=NAME)).to_contain_text("spent 100 times")
    walk.look_at_state(page, Stop("slos", page.url))
    page.get_by_role("link", name=NAME).first.click()
    spent_it = page.get_by_role("region", name="What spent it").get_by_role("link")
    expect(spent_it).to_have_count(3)
    spent_it.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"POST /{JOURNEY}")
    assert walk.troubles == {}


def test_what_changed_about_a_journey_and_what_its_runs_are_worth(
    visitor: Visitor, browser: Browser, instance: Instance
) -> None:
    page, walk = visitor.page, Walk(browser, instance, None)
    page.goto(f"{visitor.web.rstrip('/')}/journey/worth/?journey={JOURNEY}")
    page.get_by_label("USD a successful run").fill("2.50")
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_role("button", name="Save worth").click()
    expect(page.get_by_role("region", name="What was said")).to_contain_text("$2.50")
    walk.look_at_state(page, Stop("journey_worth", page.url))
    page.get_by_role("link", name=JOURNEY).click()
    expect(page.get_by_role("main")).to_contain_text("of the worth")
    page.get_by_role("link", name="What changed").click()
    expect(page.get_by_role("row").filter(has_text="Calls a run").first).to_contain_text("5")
    walk.look_at_state(page, Stop("journey_changes", page.url))
    page.get_by_role("link", name="Two prompt versions").click()
    expect(page.get_by_role("main")).to_contain_text("No call names its prompt")
    assert walk.troubles == {}
