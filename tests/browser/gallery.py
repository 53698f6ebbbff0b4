"""Make a picture of every page in both themes and two widths, to look at with a critical eye.

make screenshots
"""

import os
import re
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import BESIDE_THE_WAY, Stop, discover, reader
from tests.browser.screenshots import with_demo
from tests.browser.visitor import ARGUMENTS, PATIENCE, Visitor, chromium
from tests.factories.instance import Instance

DIRECTORY = Path(__file__).parents[2] / "build" / "screenshots"
WIDTHS = (380, 1280)


def main() -> None:
    """Write every picture into an empty folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
    django.setup()
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    for old in DIRECTORY.glob("*.png"):
        old.unlink()
    with with_demo() as instance, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        visitor = Visitor(browser.new_context(), instance)
        visitor.sign_in()
        stops = discover(reader(visitor.context, visitor.web), BESIDE_THE_WAY)
        session = visitor.context.storage_state()
        for theme in ("light", "dark"):
            for width in WIDTHS:
                hang(browser, instance, session, stops, theme=theme, width=width)
        browser.close()
    print(
        f"{len(list(DIRECTORY.glob('*.png')))} pictures are in {DIRECTORY.relative_to(DIRECTORY.parents[1])}."
    )


def hang(
    browser: Browser, instance: Instance, session: object, stops: list[Stop], *, theme: str, width: int
) -> None:
    """The pictures of one theme and width, whole pages."""
    window = {"width": width, "height": 860}
    context = browser.new_context(viewport=window, color_scheme=theme, storage_state=session)
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context, instance)
    for stop in stops:
        visitor.page.goto(visitor.web.rstrip("/") + stop.address)
        visitor.page.wait_for_load_state("networkidle")
        visitor.page.screenshot(path=DIRECTORY / f"{file_name(stop)}-{width}-{theme}.png", full_page=True)
    context.close()


def file_name(stop: Stop) -> str:
    """The page and its parameters as a name of a file."""
    return re.sub(r"\W+", "-", stop.name or "not-found").strip("-")


if __name__ == "__main__":
    main()
