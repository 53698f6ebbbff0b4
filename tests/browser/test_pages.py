"""Every page in both themes and all widths, by keyboard and without JavaScript: nothing is wrong with it.

The pages are walked once; each test looks at one kind of trouble that was noticed on the way.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser

from ingest.records import Policy
from tests.browser.pages import BESIDE_THE_WAY, NOT_PAGES, WITHOUT_A_SESSION, Stop, discover, reader, stop_at
from tests.browser.states import OF_AN_ENGINEER, STATES
from tests.browser.telemetry import company, measured, notes
from tests.browser.visitor import PATIENCE, Visitor
from tests.browser.walk import TROUBLES, Walk
from tests.factories.instance import Instance
from tests.factories.otlp import span_id, trace_id
from tests.factories.receiver import Receiver
from tests.factories.routes import pages

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(900)]

COLLEAGUE = "colleague-with-a-long-name@subsidiary.example.com"
PRINTED = {"overview", "spend group_by interval range", "journey journey", "charge"}


@pytest.fixture(scope="module")
def visitor(browser: Browser, instance: Instance) -> Visitor:
    """Somebody signed in, once a small company has sent its telemetry."""
    receiver = Receiver(instance, "pages")
    receiver.set_content_policy(Policy.KEEP)
    for request in company():
        receiver.send(request)
    receiver.post(notes().SerializeToString(), path="/v1/logs")
    receiver.post(measured().SerializeToString(), path="/v1/metrics")
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context, instance)
    visitor.sign_in()
    receiver.settle()
    visitor.page.goto(f"{visitor.web.rstrip('/')}/settings/teams/")
    visitor.page.get_by_label("Name").fill("ledgers")
    visitor.page.get_by_role("button", name="Create team").click()
    return visitor


@pytest.fixture(scope="module")
def engineer(browser: Browser, instance: Instance, visitor: Visitor) -> Any:
    """The session of a colleague."""
    visitor.page.goto(f"{visitor.web.rstrip('/')}/settings/users/new/")
    visitor.page.get_by_label("E-mail").fill(COLLEAGUE)
    visitor.page.get_by_label("Role").select_option("engineer")
    visitor.page.get_by_role("button", name="Create user").click()
    colleague = Visitor(browser.new_context(), instance)
    colleague.sign_in(COLLEAGUE, visitor.page.locator("#secret").inner_text())
    colleague.page.get_by_role("navigation", name="Main").wait_for()
    return colleague.context.storage_state()


@pytest.fixture(scope="module")
def stops(visitor: Visitor) -> list[Stop]:
    """All pages that links lead to, and a trace with one of its calls open."""
    trace = f"/traces/{Receiver(visitor.instance, 'pages').project_id}/{trace_id('invoice-check 0').hex()}/"
    traces = [trace, f"{trace}?notable=true", f"{trace}?span={span_id('call 0').hex()}"]
    return discover(reader(visitor.context, visitor.web), [*BESIDE_THE_WAY, *traces])


@pytest.fixture(scope="module")
def walk(browser: Browser, instance: Instance, visitor: Visitor, stops: list[Stop], engineer: Any) -> Walk:
    """The walk through all of them."""
    walk = Walk(browser, instance, visitor.context.storage_state())
    walk.go(stops)
    walk.go([stop_at(address) for address in WITHOUT_A_SESSION], session=False)
    walk.use(STATES)
    walk.use(OF_AN_ENGINEER, engineer)
    walk.print([stop.address for stop in stops if stop.name in PRINTED])
    return walk


def test_links_lead_to_every_page(stops: list[Stop]) -> None:
    without = {stop_at(address).name for address in WITHOUT_A_SESSION}
    expected = {page.name for page in pages()} - NOT_PAGES.keys() - without
    assert expected == {stop.name.split(" ")[0] for stop in stops} - {""}


@pytest.mark.parametrize("kind", TROUBLES, ids=[text.replace(" ", "-") for text in TROUBLES.values()])
def test_a_page(kind: str, walk: Walk) -> None:
    if told := walk.told(kind):
        pytest.fail(told, pytrace=False)
