"""Real Chromium with an empty profile, and people who use it."""

from collections.abc import Callable, Iterator

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


@pytest.fixture
def visit(browser: Browser, instance: Instance) -> Iterator[Callable[..., Visitor]]:
    """Somebody opens a browser; afterwards nothing may have gone wrong in it."""
    visitors = []

    def open_browser(*, javascript: bool = True) -> Visitor:
        context = browser.new_context(java_script_enabled=javascript, viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE)
        visitors.append(Visitor(context, instance))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
