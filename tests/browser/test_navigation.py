"""Sorting, filtering and going on change a page in place; its address, Back and the keyboard work as ever."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from ingest.records import Policy
from tests.browser.telemetry import company
from tests.browser.visitor import Visitor
from tests.factories.instance import Instance
from tests.factories.receiver import Receiver

pytestmark = [pytest.mark.browser, pytest.mark.processes]
BY_JOURNEY = "/spend/?range=7d&group_by=journey"
COMPACT = "Compact rows"  # leads to a state of the page that the server is asked for


@pytest.fixture(scope="module")
def _company(instance: Instance) -> None:
    """Telemetry of a small company, counted."""
    receiver = Receiver(instance, "navigation")
    receiver.set_content_policy(Policy.KEEP)
    for request in company():
        receiver.send(request)
    receiver.settle()


@pytest.fixture
def open_page(visit: Callable[..., Visitor], _company: None) -> Callable[..., Visitor]:
    """Somebody signed in on a page, which is marked to notice when another document takes its place."""

    def at(address: str, **options: bool) -> Visitor:
        visitor = visit(signed_in=True, **options)
        visitor.page.goto(visitor.web.rstrip("/") + address)
        if options.get("javascript", True):
            visitor.page.evaluate("window.stayed = true")
        return visitor

    return at


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def names(page: Page) -> list[str]:
    return page.get_by_role("region", name="Spend by group").locator("tbody td:first-child").all_inner_texts()


def test_sorting_by_keyboard_keeps_the_focus_and_says_what_came_of_it(
    open_page: Callable[..., Visitor],
) -> None:
    page = open_page(BY_JOURNEY).page
    by_name = page.get_by_role("columnheader", name="Journey").get_by_role("link")
    by_name.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Journey")).to_have_attribute("aria-sort", "ascending")
    expect(by_name).to_be_focused()
    expect(page.locator("#announcement")).to_have_text("Sorted by Journey, ascending")
    assert page.url.endswith("&sort=journey") and names(page) == sorted(names(page))
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Journey")).to_have_attribute("aria-sort", "descending")
    assert stayed(page)


def test_back_and_forward_show_what_their_address_says(open_page: Callable[..., Visitor]) -> None:
    page = open_page(BY_JOURNEY).page
    page.get_by_label("Measure").select_option("calls")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".chart h2")).to_contain_text("Calls")
    page.go_back()
    expect(page.locator(".chart h2")).to_contain_text("Cost")
    expect(page.get_by_label("Measure")).to_have_value("cost")
    page.go_forward()
    expect(page.get_by_label("Measure")).to_have_value("calls")
    shown = names(page)
    assert stayed(page)
    page.reload()
    expect(page.get_by_label("Measure")).to_have_value("calls")
    assert names(page) == shown


def test_back_from_another_page_shows_a_whole_page(open_page: Callable[..., Visitor]) -> None:
    page = open_page(BY_JOURNEY).page
    page.get_by_role("columnheader", name="Journey").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Journey")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    page.go_back()
    expect(page.get_by_role("columnheader", name="Journey")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_chart_shows_the_new_range_and_stays_where_only_the_order_changed(
    open_page: Callable[..., Visitor],
) -> None:
    page = open_page(BY_JOURNEY).page
    drawn = page.locator(".chart-plot.js-plotly-plot")
    expect(drawn).to_have_count(1)
    page.evaluate("document.querySelector('.chart-plot').firstChild.drawnBefore = true")
    page.get_by_role("columnheader", name="Journey").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Journey")).to_have_attribute("aria-sort", "ascending")
    assert page.evaluate("document.querySelector('.chart-plot').firstChild.drawnBefore")
    days = page.evaluate("document.querySelector('.chart-plot').data[0].x.length")
    page.locator(".date-range > summary").click()
    page.get_by_role("navigation", name="Range").get_by_role("link", name="30 days").click()
    expect(page.locator(".date-range > summary")).to_be_focused()
    page.wait_for_function(f"document.querySelector('.chart-plot').data[0].x.length > {days}")
    assert stayed(page)


def test_a_facet_filters_and_its_chip_takes_the_filter_away(open_page: Callable[..., Visitor]) -> None:
    page = open_page("/traces/?range=7d").page
    rows = page.get_by_role("region", name="Traces").locator("tbody tr")
    before = rows.count()
    page.locator(".facet").get_by_role("link", name="ledgers").click()
    chip = page.get_by_role("link", name="Remove Team ledgers")
    expect(chip).to_be_visible()
    assert "team=ledgers" in page.url and 0 < rows.count() < before
    chip.click()
    expect(chip).to_have_count(0)
    expect(rows).to_have_count(before)
    assert stayed(page)


def test_a_click_with_ctrl_opens_another_tab(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(BY_JOURNEY)
    page = visitor.page
    with visitor.context.expect_page() as opened:
        page.get_by_role("columnheader", name="Journey").get_by_role("link").click(modifiers=["Control"])
    expect(opened.value.get_by_role("navigation", name="Main")).to_be_visible()
    assert page.url.endswith(BY_JOURNEY) and stayed(page)


@pytest.mark.parametrize("sooner", ["Calls", "7 days"])
def test_the_last_of_two_clicks_is_shown(open_page: Callable[..., Visitor], sooner: str) -> None:
    page = open_page("/spend/?range=30d&group_by=journey").page
    held: list[Route] = []
    page.route("**/*density=compact*", lambda route: held.append(route))
    page.get_by_role("link", name=COMPACT).click()
    expect(page.get_by_role("main")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#progress")).to_be_visible()
    if sooner == "7 days":
        page.locator(".date-range > summary").click()
    page.get_by_role("link", name=sooner, exact=True).click()
    shown = {"Calls": "th[aria-sort='descending']:has-text('Calls')", "7 days": "summary:has-text('7 days')"}
    expect(page.locator(shown[sooner])).to_have_count(1)
    expect(page.locator("#progress")).to_be_hidden()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert "density" not in page.url


def test_a_session_that_has_ended_leads_to_the_sign_in_page(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(BY_JOURNEY)
    page = visitor.page
    visitor.context.clear_cookies(name="sessionid")
    page.get_by_role("link", name=COMPACT).click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)


@pytest.mark.parametrize(("status", "heading"), [(403, "No access"), (500, "Broken"), (503, "Away")])
def test_a_failure_is_a_whole_page(open_page: Callable[..., Visitor], status: int, heading: str) -> None:
    visitor = open_page(BY_JOURNEY)
    page = visitor.page
    page.route(
        "**/*density=compact*",
        lambda route: route.fulfill(
            status=status, content_type="text/html", body=f"<title>{heading}</title><h1>{heading}</h1>"
        ),
    )
    page.get_by_role("link", name=COMPACT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert not stayed(page) and page.url.endswith("&density=compact")
    visitor.troubles.clear()


def test_a_refusal_is_a_whole_page_with_a_way_on(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(BY_JOURNEY)
    page = visitor.page
    page.evaluate("document.querySelector('.table-tools a').setAttribute('href', '?density=feathery')")
    page.get_by_role("link", name=COMPACT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This address cannot be answered")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    visitor.troubles.clear()


def test_without_an_answer_the_page_stays_and_says_so(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(BY_JOURNEY)
    page = visitor.page
    visitor.context.set_offline(True)
    page.get_by_role("link", name=COMPACT).click()
    expect(page.get_by_role("alert")).to_contain_text("There was no answer.")
    assert page.url.endswith(BY_JOURNEY) and stayed(page)
    visitor.context.set_offline(False)
    page.get_by_role("link", name=COMPACT).click()
    expect(page.get_by_role("link", name="Roomy rows")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    visitor.troubles.clear()


def test_without_javascript_the_same_links_load_pages(open_page: Callable[..., Visitor]) -> None:
    page = open_page(BY_JOURNEY, javascript=False).page
    page.get_by_role("columnheader", name="Journey").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Journey")).to_have_attribute("aria-sort", "ascending")
    page.get_by_label("Measure").select_option("calls")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".chart h2")).to_contain_text("Calls")


def test_no_conversation_is_kept_by_the_browser(open_page: Callable[..., Visitor]) -> None:
    page = open_page("/traces/?range=7d&journey=invoice-check").page
    page.get_by_role("region", name="Traces").get_by_role("rowheader").get_by_role("link").first.click()
    waterfall = page.get_by_role("region", name="Waterfall")
    waterfall.get_by_role("row", name="chat").get_by_role("link").first.click()
    page.get_by_role("link", name="Conversation").click()
    expect(page.locator(".conversation")).to_contain_text("Is 2026-11-0815 paid?")
    waterfall.get_by_role("row", name="chat").nth(1).get_by_role("link").first.click()
    expect(page.locator(".conversation")).to_have_count(0)
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])")
    assert "2026-11-0815" not in kept


def test_what_another_order_does_not_change_stays_and_leads_on_in_that_order(
    open_page: Callable[..., Visitor],
) -> None:
    page = open_page("/traces/?range=7d").page
    page.evaluate("document.querySelector('.facet').dataset.kept = ''")
    with page.expect_response("**/traces/?*sort=cost*") as answer:
        page.get_by_role("columnheader", name="Cost, USD").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Cost, USD")).to_have_attribute("aria-sort", "descending")
    assert 'class="facet"' not in answer.value.text() and page.locator(".facet[data-kept]").count() == 1
    page.locator(".durations a, .facet a").last.click()
    expect(page.locator(".chips")).to_be_visible()
    assert "sort=cost" in page.url and stayed(page)
    expect(page.get_by_role("columnheader", name="Cost, USD")).to_have_attribute("aria-sort", "descending")
