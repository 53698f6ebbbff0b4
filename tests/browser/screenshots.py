"""Make the pictures of docs/screenshot: an instance of its own, a month of demo data, both themes.

make screenshot
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.visitor import ARGUMENTS, PATIENCE, Visitor, chromium
from tests.factories.instance import Instance, running

DIRECTORY = Path(__file__).parents[2] / "docs" / "screenshot"
DAYS = 31
MADE_OF_OTHERS = re.compile(r"\d calls|not counted")
WINDOW = {"width": 1400, "height": 760}


def main() -> None:
    """Write every picture, in both themes."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    with with_demo() as instance, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for theme in ("light", "dark"):
            shoot(browser, instance, theme)
        browser.close()


@contextmanager
def with_demo() -> Iterator[Instance]:
    """An instance of its own with a month of demo data, gone afterwards."""
    with running() as instance:
        print(f"Loading {DAYS} days of demo data ...")
        instance.run("demo", "--load", "--days", str(DAYS), timeout=1800)
        yield instance


def shoot(browser: Browser, instance: Instance, theme: str) -> None:
    """Spend, a trace and the explanation of a charge, as somebody signed in sees them."""
    context = browser.new_context(viewport=WINDOW, color_scheme=theme, device_scale_factor=1)
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context, instance)
    visitor.sign_in()
    page = visitor.page
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.goto(f"{visitor.web}/spend/?range=30d&compare=none&group_by=team&group_by=response_model")
    save(page, "spend", theme)
    page.goto(f"{visitor.web}/traces/?range=7d&journey=refund-request")
    page.get_by_role("region", name="Traces").get_by_role("rowheader").get_by_role("link").first.click()
    waterfall = page.get_by_role("region", name="Waterfall")
    priced = waterfall.get_by_role("row").filter(has_text="$").filter(has_not_text=MADE_OF_OTHERS)
    priced.first.get_by_role("link").last.click()
    expect(page.get_by_role("region", name="Charge")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    save(page, "trace", theme)
    counted = waterfall.get_by_role("row").filter(has_text="$", has_not_text="not counted")
    counted.get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Charge")).to_contain_text("Counted.")
    page.get_by_role("link", name="Explain the price").click()
    expect(page.get_by_role("region", name="Whose it is")).to_be_visible()
    save(page, "charge", theme)
    context.close()


def save(page: Page, name: str, theme: str) -> None:
    """Write one picture."""
    page.wait_for_load_state("networkidle")
    path = DIRECTORY / f"{name}-{theme}.png"
    page.screenshot(path=path)
    print(f"{path.relative_to(DIRECTORY.parents[1])}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
