"""Real Chromium with an empty profile, and people who use it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.visitor import ARGUMENTS, PATIENCE, Visitor, chromium
from tests.factories.instance import Instance


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a file."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def session(browser: Browser, instance: Instance) -> Any:
    """What a browser keeps of somebody who has signed in; tests must not sign out with it."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context, instance)
    visitor.sign_in()
    visitor.page.get_by_role("navigation", name="Main").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(
    browser: Browser, instance: Instance, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Somebody opens a browser, perhaps signed in; afterwards nothing may have gone wrong in it."""
    visitors = []

    def open_browser(*, javascript: bool = True, signed_in: bool = False) -> Visitor:
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": 1280, "height": 800},
            storage_state=request.getfixturevalue("session") if signed_in else None,
        )
        context.set_default_timeout(PATIENCE)
        visitors.append(Visitor(context, instance))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
