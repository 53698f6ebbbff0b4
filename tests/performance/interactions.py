"""How soon what somebody does is seen: from the key or click to the paint that shows it.

A click is measured as a hand makes it, which comes to rest on what it presses, and at once, as a script
makes it.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.visitor import ARGUMENTS, Visitor, chromium
from tests.factories.instance import Instance

TIMES = 7  # each; the middle one is told
RESTS_MS, PRESSES_MS = 120, 80  # of a hand: on what it is about to press, and until it lets go
CHANGED = "#content:not([data-old])"  # what a page is changed into has no such mark
SORTED = "thead th:first-child[aria-sort]"
OF_A_WEEK = ".chart-plot .cartesianlayer:not(:has(.points > :nth-child(20)))"
WAITING = "#progress:not([hidden])"
MARK = "document.querySelector('#content').dataset.old = ''"
# After the next event, wait for the paint that shows the first sign of an answer, and for that of the answer.
BEGIN = """([event, waiting, shown]) => {
  performance.clearResourceTimings();
  const painted = (selector) => new Promise((tell) => {
    const look = () => (document.querySelector(selector) ? setTimeout(() => tell(performance.now())) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
  window.seenAt = new Promise((tell) => addEventListener(event, async ({ timeStamp }) => {
    const [first, last] = await Promise.all([painted(`${waiting}, ${shown}`), painted(shown)]);
    const [asked] = performance.getEntriesByType("resource").filter(({ initiatorType }) => ["fetch", "xmlhttprequest"].includes(initiatorType));
    tell([first - timeStamp, last - timeStamp, asked ? asked.responseEnd - asked.requestStart : 0]);
  }, { once: true, capture: true }));
}"""  # noqa: E501


class Answer(NamedTuple):
    """Milliseconds to the first thing seen, to the result seen, and what the server took, perhaps before.

    `at_once` is the result of a click that nothing announces.
    """

    feedback: float
    result: float
    server: float
    at_once: float = 0.0


Click = Callable[[Locator], None]


class Interaction(NamedTuple):
    """Something people do; `shown` is the element that answers."""

    address: str
    event: str
    act: Callable[[Page, Click], None]
    shown: str = CHANGED


def by_hand(control: Locator) -> None:
    """A click as people make it."""
    control.hover()
    control.page.wait_for_timeout(RESTS_MS)
    control.page.mouse.down()
    control.page.wait_for_timeout(PRESSES_MS)
    control.page.mouse.up()


def at_once(control: Locator) -> None:
    """A click that nothing announces."""
    control.click(no_wait_after=True)


def palette(page: Page, click: Click) -> None:
    """Open the palette."""
    page.keyboard.press("Control+k")


def palette_with_pages(page: Page) -> None:
    """The palette as it opens, its first hits marked as not being what is searched for."""
    palette(page, at_once)
    page.locator("#palette-results a").first.wait_for()
    page.evaluate("document.querySelectorAll('#palette-results a').forEach((one) => (one.dataset.old = ''))")


def found(page: Page, click: Click) -> None:
    """Type into the palette."""
    page.keyboard.press("t")


def first(selector: str) -> Callable[[Page, Click], None]:
    """Click the first of these."""
    return lambda page, click: click(page.locator(selector).first)


def week(page: Page, click: Click) -> None:
    """Choose a range."""
    click(page.get_by_role("navigation", name="Range").get_by_role("link", name="7 days"))


def opened(selector: str) -> Callable[[Page], None]:
    """Open the first of these before anything is measured."""
    return lambda page: page.locator(selector).first.click()


def journeys(page: Page) -> None:
    """Group by another dimension."""
    page.get_by_label("Group by").select_option("journey")


SPEND = "/spend/?range=30d&group_by=team"
TRACE, PERSON = "trace", "person"  # whose address is found out
INTERACTIONS = {
    "palette opens": Interaction("/overview/", "keydown", palette, "#palette[open] #palette-results a"),
    "palette finds": Interaction("/overview/", "keydown", found, "#palette-results a:not([data-old])"),
    "theme changes": Interaction(SPEND, "click", first("[value='dark']"), "html[data-theme='dark']"),
    "spend sorts": Interaction(SPEND, "click", first("th a.sort"), SORTED),
    "spend range": Interaction(SPEND, "click", week),
    "its chart": Interaction(SPEND, "click", week, OF_A_WEEK),
    "spend regroups": Interaction(SPEND, "click", first(".filters button")),
    "journeys sort": Interaction("/journeys/?range=30d", "click", first("th a.sort"), SORTED),
    "models sort": Interaction("/models/?range=30d", "click", first("th a.sort"), SORTED),
    "customers sort": Interaction("/customers/?range=30d", "click", first("th a.sort"), SORTED),
    "earlier month": Interaction("/overview/", "click", first("[rel='prev']")),
    "facet filters": Interaction("/traces/?range=30d", "click", first(".facet a")),
    "traces sort": Interaction("/traces/?range=30d", "click", first("thead a")),
    "traces go on": Interaction("/traces/?range=30d", "click", first(".pager a")),
    "charges go on": Interaction("/charges/?range=30d", "click", first(".pager a")),
    "tree closes": Interaction(TRACE, "click", first(".toggle"), ".toggle[aria-expanded='false']"),
    "span opens": Interaction(TRACE, "click", first(".waterfall .name"), "#span .span-head"),
    "question opens": Interaction(PERSON, "click", first("[hx-target='#question']"), "#question[open] h2"),
}
BEFORE = {
    "palette finds": palette_with_pages,
    "theme changes": opened(".top .menu > summary"),
    "spend range": opened(".date-range > summary"),
    "its chart": opened(".date-range > summary"),
    "spend regroups": journeys,
}


def interactions(instance: Instance) -> dict[str, Answer]:
    """How soon each is answered, on whatever the instance holds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        visitor = Visitor(browser.new_context(), instance)
        visitor.sign_in()
        measured = measure(visitor.page, visitor.web.rstrip("/"))
        browser.close()
    return measured


def measure(page: Page, web: str) -> dict[str, Answer]:
    """The middle try of each interaction."""
    addresses = {
        TRACE: leads_to(page, f"{web}/traces/?range=30d&sort=cost", ".traces tbody th a"),
        PERSON: leads_to(page, f"{web}/settings/users/", "main tbody a"),
    }
    found = {}
    for name, one in INTERACTIONS.items():
        address = addresses.get(one.address, one.address)
        hand, script = (middle(page, web + address, name, one, click) for click in (by_hand, at_once))
        found[name] = hand._replace(at_once=script.result)
    return found


def middle(page: Page, address: str, name: str, one: Interaction, click: Click) -> Answer:
    """The middle one of several tries."""
    return sorted((once(page, address, name, one, click) for _ in range(TIMES)), key=result)[TIMES // 2]


def result(answer: Answer) -> float:
    """What tries are ordered by."""
    return answer.result


def leads_to(page: Page, address: str, link: str) -> str:
    """Where the first such link of a page leads."""
    page.goto(address)
    return page.locator(link).first.get_attribute("href") or ""


def once(page: Page, address: str, name: str, one: Interaction, click: Click) -> Answer:
    """One try."""
    page.context.clear_cookies(name="theme")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    BEFORE.get(name, lambda _: None)(page)
    page.evaluate(MARK)
    page.evaluate(BEGIN, [one.event, WAITING, one.shown])
    one.act(page, click)
    return Answer(*page.evaluate("seenAt"))
