"""Subtrees of a trace close and open where they are, however many rows there are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor
from tests.factories.instance import Instance
from tests.factories.otlp import export, span, trace_id
from tests.factories.receiver import Receiver

pytestmark = [pytest.mark.browser, pytest.mark.processes]
BRANCHES, LEAVES = 3, 60


@pytest.fixture(scope="module")
def address(instance: Instance) -> str:
    """A trace of three branches with sixty spans each, of which the page has a hundred rows."""
    receiver = Receiver(instance, "tree")
    spans = [span("root", trace="tree", start=0, end=9_000)]
    for branch in range(BRANCHES):
        start = 10 + branch * 1_000
        spans.append(span(f"branch {branch}", trace="tree", parent="root", start=start, end=start + 900))
        spans += [
            span(f"leaf {branch}.{leaf}", trace="tree", parent=f"branch {branch}", start=start + leaf + 1)
            for leaf in range(LEAVES)
        ]
    receiver.send(export(*spans, resource_attributes={"service.name": "tree"}))
    receiver.settle()
    return f"/traces/{receiver.project_id}/{trace_id('tree').hex()}/"


@pytest.fixture
def page(visit: Callable[..., Visitor], address: str) -> Page:
    """The trace, as somebody signed in sees it."""
    visitor = visit(signed_in=True)
    visitor.page.goto(visitor.web.rstrip("/") + address)
    return visitor.page


def toggle(page: Page, name: str) -> None:
    page.get_by_role("link", name=f"What is below {name}", exact=True).click()


def rows(page: Page) -> list[str]:
    return page.locator(".waterfall tbody .name:visible").all_inner_texts()


def test_a_subtree_closes_and_opens_without_asking_anybody(page: Page) -> None:
    asked: list[str] = []
    before = rows(page)
    page.on("request", lambda request: "/traces/" in request.url and asked.append(request.url))
    toggle(page, "branch 0")
    assert rows(page)[:3] == ["root", "branch 0", "branch 1"] and "closed=" in page.url
    toggle(page, "branch 0")
    assert rows(page) == before and "closed=" not in page.url
    assert asked == []


def test_what_is_closed_within_stays_closed(page: Page) -> None:
    toggle(page, "branch 0")
    toggle(page, "root")
    expect(page.locator(".waterfall .name:visible")).to_have_count(1)
    toggle(page, "root")
    expect(page.get_by_role("link", name="branch 1", exact=True)).to_be_visible()
    assert rows(page)[:3] == ["root", "branch 0", "branch 1"]


def test_the_address_shows_the_same_tree_to_others(page: Page) -> None:
    toggle(page, "branch 0")
    page.get_by_role("link", name="branch 1", exact=True).click()
    expect(page.get_by_role("heading", name="branch 1")).to_be_visible()
    shown = rows(page)[:40]
    page.reload()
    assert rows(page)[:40] == shown and shown[1:3] == ["branch 0", "branch 1"]
    toggle(page, "branch 0")  # its rows were never here
    expect(page.get_by_role("link", name="leaf 0.0", exact=True)).to_be_visible()
    assert "closed=" not in page.url


def test_rows_that_follow_continue_below_what_is_closed(page: Page) -> None:
    toggle(page, "branch 1")  # only some of its rows are here
    expect(page.get_by_role("link", name="branch 2", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="leaf 2.59", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="leaf 0.0", exact=True)).to_have_count(1)
    toggle(page, "branch 1")  # now all of them are asked for
    expect(page.get_by_role("link", name="leaf 1.30", exact=True)).to_be_visible()


def test_the_arrow_keys_pass_over_closed_rows(page: Page) -> None:
    page.get_by_role("link", name="branch 0", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("link", name="leaf 0.0", exact=True)).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="branch 1", exact=True)).to_be_focused()
