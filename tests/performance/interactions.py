"""How soon what somebody does is seen: from the key or click to the paint that shows it."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.visitor import ARGUMENTS, Visitor, chromium
from tests.factories.instance import Instance

TIMES = 5  # each; the middle one is told
# Remember when the next event came; in the same document, wait for an element and for the paint after it.
BEGIN = """([event, shown]) => {
  const now = () => performance.timeOrigin + performance.now();
  const painted = (tell) => requestAnimationFrame(() => setTimeout(() => tell(now())));
  window.seenAt = new Promise((tell) => addEventListener(event, ({ timeStamp }) => {
    sessionStorage.begun = performance.timeOrigin + timeStamp;
    const look = () => (document.querySelector(shown) ? painted(tell) : requestAnimationFrame(look));
    if (shown) look();
  }, { once: true, capture: true }));
}"""
SAME_PAGE = "seenAt.then((end) => end - sessionStorage.begun)"
NEXT_PAGE = """new Promise((tell) => new PerformanceObserver((list) => {
  const [first] = list.getEntriesByName("first-contentful-paint");
  if (first) tell(performance.timeOrigin + first.startTime - sessionStorage.begun);
}).observe({ type: "paint", buffered: true }))"""


class Interaction(NamedTuple):
    """Something people do; `shown` is the element that answers, empty when a page is opened."""

    address: str
    event: str
    act: Callable[[Page], None]
    shown: str = ""


def palette(page: Page) -> None:
    """Open the palette."""
    page.keyboard.press("Control+k")


def palette_with_pages(page: Page) -> None:
    """The palette as it opens, its first hits marked as not being what is searched for."""
    palette(page)
    page.locator("#palette-results a").first.wait_for()
    page.evaluate("document.querySelectorAll('#palette-results a').forEach((one) => (one.dataset.old = ''))")


def found(page: Page) -> None:
    """Type into the palette."""
    page.keyboard.press("t")


def dark(page: Page) -> None:
    """Choose a theme."""
    page.get_by_role("button", name="Dark").click(no_wait_after=True)


def first(selector: str) -> Callable[[Page], None]:
    """Click the first of these."""
    return lambda page: page.locator(selector).first.click(no_wait_after=True)


INTERACTIONS = {
    "palette opens": Interaction("/overview/", "keydown", palette, "#palette[open] #palette-results a"),
    "palette finds": Interaction("/overview/", "keydown", found, "#palette-results a:not([data-old])"),
    "theme changes": Interaction("/spend/?range=30d&group_by=team", "click", dark, "html[data-theme='dark']"),
    "spend sorts": Interaction("/spend/?range=30d&group_by=team", "click", first("th a.sort")),
    "facet filters": Interaction("/traces/?range=30d", "click", first(".facet a")),
    "tree closes": Interaction("trace", "click", first(".toggle"), ".toggle[aria-expanded='false']"),
}
BEFORE = {
    "palette finds": palette_with_pages,
    "theme changes": first(".top .menu > summary"),
}


def interactions(instance: Instance) -> dict[str, float]:
    """Milliseconds of each, on whatever the instance holds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        visitor = Visitor(browser.new_context(), instance)
        visitor.sign_in()
        measured = measure(visitor.context, visitor.page, visitor.web.rstrip("/"))
        browser.close()
    return measured


def measure(context: BrowserContext, page: Page, web: str) -> dict[str, float]:
    """The middle time of each interaction."""
    page.goto(f"{web}/traces/?range=30d&sort=cost")
    trace = page.locator(".traces tbody th a").first.get_attribute("href") or ""
    found = {}
    for name, one in INTERACTIONS.items():
        address = trace if one.address == "trace" else one.address
        times = sorted(once(page, web + address, name, one) for _ in range(TIMES))
        found[name] = times[TIMES // 2]
    context.clear_cookies(name="theme")
    return found


def once(page: Page, address: str, name: str, one: Interaction) -> float:
    """Milliseconds of one try."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    BEFORE.get(name, lambda _: None)(page)
    page.evaluate(BEGIN, [one.event, one.shown])
    if one.shown:
        one.act(page)
        return float(page.evaluate(SAME_PAGE))
    with page.expect_navigation():
        one.act(page)
    return float(page.evaluate(NEXT_PAGE))
