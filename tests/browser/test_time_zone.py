"""A browser says where it is; its owner sees times there from the first page on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visitor import PATIENCE, Visitor
from tests.factories.instance import Instance

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def visit_from(browser: Browser, instance: Instance) -> Callable[[str], Visitor]:
    """Somebody opens a browser in this time zone."""

    def open_browser(zone: str) -> Visitor:
        context = browser.new_context(timezone_id=zone)
        context.set_default_timeout(PATIENCE)
        return Visitor(context, instance)

    return open_browser


def test_times_follow_somebody_who_chose_their_browsers_zone(visit_from: Callable[[str], Visitor]) -> None:
    desk = visit_from("Asia/Tokyo")
    desk.sign_in()
    expect(desk.page.locator(".zone")).to_have_text("Times in UTC")
    desk.page.locator(".top summary").click()
    desk.page.get_by_role("link", name="Your account").click()
    desk.page.get_by_label("Show times in").select_option("The time zone of the browser you use (Asia/Tokyo)")
    desk.page.get_by_role("button", name="Save").click()
    expect(desk.page.locator(".zone")).to_have_text("Times in Asia/Tokyo, days in UTC")
    train = visit_from("Europe/Berlin")
    train.sign_in()
    expect(train.page.locator(".zone")).to_have_text("Times in Europe/Berlin, days in UTC")
    train.page.goto(f"{train.web}/accounts/")
    train.page.get_by_label("Show times in").select_option("")
    train.page.get_by_role("button", name="Save").click()
    expect(train.page.locator(".zone")).to_have_text("Times in UTC")
    assert desk.troubles + train.troubles == []
    desk.context.close()
    train.context.close()
