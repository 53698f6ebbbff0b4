"""What pages become when somebody uses them: something opened, refused, or not found."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page


class State(NamedTuple):
    """A page, and how it comes to be in a state of its own."""

    name: str
    address: str
    reach: Callable[[Page], None]
    refused: str = ""  # the status the browser may complain about


def search(page: Page) -> None:
    """The palette with something found."""
    page.keyboard.press("Control+k")
    page.keyboard.type("spend")
    page.locator("#palette-results a").first.wait_for()


def keys(page: Page) -> None:
    """The help for the keyboard."""
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard").wait_for()


def unfold(page: Page) -> None:
    """Everything that opens in the content, at once."""
    page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach((one) => (one.open = true))")


def menu(page: Page) -> None:
    """The first menu of the content."""
    page.locator("main .menu > summary").first.click()


def account(page: Page) -> None:
    """The menu of the person."""
    page.locator(".top .menu > summary").last.click()


def send_nothing(page: Page) -> None:
    """A form as it would be after every field was emptied."""
    page.evaluate(
        "document.querySelectorAll('main form input:not([type=hidden])').forEach((one) => (one.value = ''))"
    )
    page.locator("main form[method=post] .primary").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()


def forge(page: Page) -> None:
    """A form that was opened in another session."""
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.locator("main form[method=post] .primary").first.click()
    page.get_by_role("heading", name="This form has expired").wait_for()


def drawer(page: Page) -> None:
    """A drawer with something in it."""
    page.locator("main [data-open]").first.click()
    page.locator("dialog[open]").first.wait_for()


def converse(page: Page) -> None:
    """A trace beside which a conversation is open."""
    page.get_by_role("region", name="Traces").get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("region", name="Waterfall").get_by_role("row", name="chat").get_by_role(
        "link"
    ).first.click()
    page.get_by_role("link", name="Conversation").click()
    page.locator(".conversation").wait_for()


def stay(page: Page) -> None:
    """The address alone makes the state."""


STATES = [
    State("search", "/overview/", search),
    State("keys", "/overview/", keys),
    State("account", "/overview/", account),
    State("unfolded", "/spend/?range=30d&group_by=team", unfold),
    State("menu", "/spend/?range=30d&group_by=team", menu),
    State("unfolded", "/traces/", unfold),
    State("conversation", "/traces/?range=7d&journey=invoice-check", converse),
    State("mistaken", "/settings/organisation/", send_nothing),
    State("mistaken", "/settings/users/new/", send_nothing),
    State("mistaken", "/accounts/password/change/", send_nothing),
    State("forged", "/settings/organisation/", forge, "403"),
    State("refused", "/theme/", stay, "405"),
    State("empty", "/charges/?range=30d&team=nobody", stay),
    State("empty", "/journeys/?from=2020-01-01&to=2020-01-02", stay),
    State("empty", "/settings/audit/?what=nothing", stay),
]
OF_AN_ENGINEER = [State("not allowed", "/settings/projects/", stay, "403")]
OF_THE_STYLEGUIDE = [State("drawer", "/styleguide/", drawer), State("menu", "/styleguide/", menu)]
