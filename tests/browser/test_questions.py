"""A form is sent once, and what cannot be undone asks first: in a dialog, or on a page without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def key_made_by_double_click(visitor: Visitor, name: str) -> Page:
    """The list of keys after an impatient click."""
    page, settings = visitor.page, f"{visitor.web.rstrip('/')}/settings"
    page.goto(f"{settings}/projects/new/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create project").dblclick()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create key").dblclick()
    page.locator("#secret").wait_for()
    page.get_by_role("link", name="I have copied it").click()
    return page


def test_a_double_click_makes_one_key_and_revoking_it_asks_in_a_dialog(
    visit: Callable[..., Visitor],
) -> None:
    page = key_made_by_double_click(visit(signed_in=True), "impatient")
    revoke = page.get_by_role("link", name="Revoke")
    expect(revoke).to_have_count(1)
    revoke.click()
    question = page.get_by_role("dialog", name="Revoke sl_ingest_")
    expect(question.get_by_role("link", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(revoke).to_be_focused()
    revoke.click()
    question.get_by_role("button", name="Revoke key").click()
    expect(page.get_by_text("is revoked.")).to_be_visible()


def test_without_script_the_question_is_a_page(visit: Callable[..., Visitor]) -> None:
    visitor = visit(javascript=False, signed_in=True)
    page = visitor.page
    page.goto(f"{visitor.web.rstrip('/')}/settings/users/")
    page.get_by_role("cell").or_(page.get_by_role("rowheader")).get_by_role("link").first.click()
    page.get_by_role("link", name="New password").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("New password for")
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
