"""A table that holds all its rows is put in order without asking, as the server would have put it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.telemetry import company
from tests.browser.visitor import Visitor
from tests.factories.instance import Instance
from tests.factories.receiver import Receiver

pytestmark = [pytest.mark.browser, pytest.mark.processes]
LISTS = [
    "/spend/?range=7d&group_by=journey&group_by=response_model",
    "/journeys/?range=7d",
    "/models/?range=7d",
]
# What a table shows, where each of its headings leads, and where everything else on the page does.
SHOWN = """() => ({
    rows: [...document.querySelectorAll("table[data-whole] tbody tr")].map((row) => row.textContent.trim()),
    headings: [...document.querySelectorAll("table[data-whole] thead th")].map((one) => [
        one.getAttribute("aria-sort"), [...new URL(one.querySelector("a")?.href ?? location.href).searchParams].sort(),
    ]),
    links: [...document.querySelectorAll("#content a[href]:not(.sort, [download])")].map(({ href }) => [...new URL(href).searchParams].sort().join()).sort(),
    forms: [...document.querySelectorAll("#content form")].map((form) => [...new URLSearchParams(new FormData(form))].filter(([name]) => !name.includes("csrf")).sort().join("&")),
})"""  # noqa: E501


@pytest.fixture(scope="module")
def _company(instance: Instance) -> None:
    receiver = Receiver(instance, "order")
    for request in company():
        receiver.send(request)
    receiver.settle()


@pytest.fixture
def page(visit: Callable[..., Visitor], _company: None) -> Page:
    return visit(signed_in=True).page


def at(page: Page, instance: Instance, address: str) -> dict[str, Any]:
    page.goto(instance.runtime["web"].rstrip("/") + address)
    return shown(page)


def shown(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(SHOWN)
    return found


def requests_of(page: Page) -> list[str]:
    """What scripts ask the server for from now on."""
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if request.resource_type == "fetch" else None
    )
    return asked


def here(page: Page) -> str:
    address = urlsplit(page.url)
    return f"{address.path}?{address.query}"


@pytest.mark.parametrize("address", LISTS)
def test_every_order_is_that_of_the_server_and_nobody_is_asked(
    page: Page, instance: Instance, address: str
) -> None:
    at(page, instance, address)
    asked = requests_of(page)
    told = {}
    headings = page.locator("table[data-whole] th a.sort")
    for place in range(headings.count()):
        for _ in range(2):
            headings.nth(place).click()
            expect(page.locator("table[data-whole] th").nth(_column(page, place))).to_have_attribute(
                "aria-sort", "descending" if "sort=-" in page.url else "ascending"
            )
            told[here(page)] = shown(page)
    assert asked == [] and len(told) == 2 * headings.count()
    for state, known in told.items():
        assert at(page, instance, state) == known, state


def _column(page: Page, place: int) -> int:
    found = page.locator("table[data-whole] th a.sort").nth(place)
    return int(found.evaluate("(link) => link.closest('th').cellIndex"))


def test_the_keyboard_puts_in_order_and_hears_of_it(page: Page, instance: Instance) -> None:
    at(page, instance, "/journeys/?range=7d")
    by_name = page.get_by_role("columnheader", name="Journey").get_by_role("link")
    by_name.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#announcement")).to_have_text("Sorted by Journey, ascending")
    expect(by_name).to_be_focused()
    page.go_back()
    expect(page.get_by_role("columnheader", name="Cost, USD")).to_have_attribute("aria-sort", "descending")


def test_what_the_mouse_rests_on_is_there_when_it_is_clicked(page: Page, instance: Instance) -> None:
    page.goto(instance.runtime["web"].rstrip("/") + "/traces/?range=7d")
    with page.expect_response("**/traces/?*sort=cost*"):
        page.get_by_role("columnheader", name="Cost, USD").get_by_role("link").hover()
    asked = requests_of(page)
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("columnheader", name="Cost, USD")).to_have_attribute("aria-sort", "descending")
    assert asked == []
