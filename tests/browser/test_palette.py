"""Finding things and choosing a theme by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def signed_in(visit: Callable[..., Visitor]) -> Page:
    visitor = visit(signed_in=True)
    visitor.page.goto(f"{visitor.web}/traces/")
    return visitor.page


def test_a_page_is_found_opened_and_closed_without_a_mouse(visit: Callable[..., Visitor]) -> None:
    page = signed_in(visit)
    palette = page.get_by_role("dialog", name="Search")
    page.keyboard.press("Control+k")
    expect(palette.get_by_role("searchbox")).to_be_focused()
    expect(palette.get_by_role("link", name="Traces")).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("/")
    expect(palette.get_by_role("link", name="Traces")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("link").nth(1)).to_be_focused()
    page.keyboard.type("spend")  # typing goes on from a hit
    expect(palette.get_by_role("searchbox")).to_have_value("spend")
    page.keyboard.press("Enter")  # before the answer: what comes first is opened when it is there
    expect(page.get_by_role("heading", level=1)).to_have_text("Spend")


def test_without_script_search_is_a_page(visit: Callable[..., Visitor]) -> None:
    visitor = visit(javascript=False, signed_in=True)
    visitor.page.goto(visitor.web)
    visitor.page.get_by_role("link", name="Search", exact=True).click()
    visitor.page.get_by_label("Name or trace id").fill("keys")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("main").get_by_role("link", name="Keys").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Keys")


def test_the_keys_are_listed_and_those_without_ctrl_can_be_switched_off(
    visit: Callable[..., Visitor],
) -> None:
    page = signed_in(visit)
    keys = page.get_by_role("dialog", name="Keyboard")
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    keys.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()


def test_a_theme_chosen_by_keyboard_holds_and_charts_can_read_its_colours(
    visit: Callable[..., Visitor],
) -> None:
    page = signed_in(visit)
    page.emulate_media(color_scheme="light")
    page.locator(".top summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Dark").focus()
    page.evaluate("window.stayed = true")
    with page.expect_response("**/theme/"):
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.stayed"), "the page was loaded again"
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    colours = "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement)"
    assert page.evaluate(f"{colours}.getPropertyValue('--page')").endswith("rgb(20, 20, 18)")
