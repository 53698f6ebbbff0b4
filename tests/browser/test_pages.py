"""Every page in both themes and all widths, by keyboard and without JavaScript: nothing is wrong with it.

The pages are walked once; each test looks at one kind of trouble that was noticed on the way.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import BESIDE_THE_WAY, NOT_PAGES, WITHOUT_A_SESSION, Stop, discover, reader, stop_at
from tests.browser.states import STATES
from tests.browser.telemetry import company
from tests.browser.visitor import PATIENCE, Visitor
from tests.browser.walk import Walk
from tests.factories.instance import Instance
from tests.factories.receiver import Receiver
from tests.factories.routes import pages

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(900)]

PRINTED = {"overview", "spend group_by interval range", "journey journey", "charge"}
TROUBLES = {
    "axe": "breaks no rule of WCAG 2.2 AA that axe knows, in either theme",
    "console": "leaves nothing in the console: no error, no refused address, no broken security policy",
    "weight": "has less than 100 KB of HTML",
    "shifts": "does not move once it is drawn",
    "sideways": "never scrolls sideways",
    "cut": "cuts no text off",
    "overlapping": "prints no text over other text",
    "unreached": "is reached by keyboard as a whole",
    "unfocusable": "has no control that the keyboard cannot have",
    "outoforder": "is gone through by keyboard in the order it is read in",
    "unmarked": "shows where the keyboard is",
    "hidden": "never hides where the keyboard is",
    "paper": "leaves on paper what cannot be pressed there",
    "scriptless": "has no dead control without JavaScript",
}


@pytest.fixture(scope="module")
def visitor(browser: Browser, instance: Instance) -> Visitor:
    """Somebody signed in, once a small company has sent its telemetry and a colleague has an account."""
    receiver = Receiver(instance, "pages")
    for request in company():
        receiver.send(request)
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context, instance)
    visitor.sign_in()
    receiver.settle()
    visitor.page.goto(f"{visitor.web.rstrip('/')}/settings/users/new/")
    visitor.page.get_by_label("E-mail").fill("colleague-with-a-long-name@subsidiary.example.com")
    visitor.page.get_by_role("button", name="Create user").click()
    return visitor


@pytest.fixture(scope="module")
def stops(visitor: Visitor) -> list[Stop]:
    """All pages that links lead to."""
    return discover(reader(visitor.context, visitor.web), BESIDE_THE_WAY)


@pytest.fixture(scope="module")
def walk(browser: Browser, instance: Instance, visitor: Visitor, stops: list[Stop]) -> Walk:
    """The walk through all of them."""
    walk = Walk(browser, instance, visitor.context.storage_state())
    walk.go(stops)
    walk.go([stop_at(address) for address in WITHOUT_A_SESSION], session=False)
    walk.use(STATES)
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
