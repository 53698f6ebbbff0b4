"""The styleguide, which exists in development only: what holds for pages holds for every component."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Stop
from tests.browser.states import OF_THE_STYLEGUIDE
from tests.browser.visitor import Visitor
from tests.browser.walk import TROUBLES, Walk
from tests.factories.instance import Instance, free_ports, is_listening
from tests.factories.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes]

MANAGE = Path(__file__).parents[2] / "manage.py"
STOPS = [
    Stop("styleguide", "/styleguide/"),
    Stop("styleguide_charts", "/styleguide/charts/"),
    Stop("styleguide_rows", "/styleguide/rows/"),
    Stop("styleguide_question", "/styleguide/question/"),
]
EXAMPLES = {"weight", "scriptless"}  # everything is shown at once, and leads nowhere
KINDS = [kind for kind in TROUBLES if kind not in EXAMPLES]


@pytest.fixture(scope="module")
def development(instance: Instance) -> Iterator[str]:
    """The web process as somebody who builds pages runs it, over the data of the instance."""
    (port,) = free_ports(1)
    command = [sys.executable, str(MANAGE), "runserver", "--noreload", str(port)]
    environment = {**instance.environment, "SPANLEDGER_DEBUG": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        eventually(lambda: is_listening(port), "the development server")
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture(scope="module")
def walk(browser: Browser, instance: Instance, development: str) -> Walk:
    """The walk through its pages."""
    visitor = Visitor(browser.new_context(), instance)
    visitor.sign_in()
    visitor.page.get_by_role("navigation", name="Main").wait_for()
    walk = Walk(browser, instance, visitor.context.storage_state(), development)
    walk.go(STOPS)
    walk.use(OF_THE_STYLEGUIDE)
    return walk


@pytest.mark.parametrize("kind", KINDS, ids=[TROUBLES[kind].replace(" ", "-") for kind in KINDS])
def test_a_component(kind: str, walk: Walk) -> None:
    if told := walk.told(kind):
        pytest.fail(told, pytrace=False)
