"""One walk through every page in Chromium, and what was noticed on the way.

Each page is loaded and looked at wide and light, then narrow and dark, and loaded once more without
JavaScript. One with a chart is loaded narrow as well, as drawing it may move what is there.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.pages import Stop
from tests.browser.states import State
from tests.browser.visitor import PATIENCE, Visitor
from tests.factories.instance import Instance

PROBES = {path.stem: path.read_text() for path in (Path(__file__).parent / "probes").glob("*.js")}
NARROW, HEIGHT = 380, 800
WIDE = (1280, 768, 1920)  # px; the page is loaded at the first
PAPER = 718  # px; A4 upright within the margins a browser leaves
LARGEST_HTML = 100 * 1024  # bytes
KEYS = 14  # presses of Tab on one page; focus goes on from there without a hand
REFUSED = {"/nothing/": "404", "/spend/?group_by=colour": "400"}  # what is there to be seen
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {  # contrast is asked apart: it is slow, and the same wherever text looks the same
    "runOnly": STANDARDS,
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
}
AXE_OF_LOOKS = {  # what may be wrong in one theme or width only
    "runOnly": ["link-in-text-block", "scrollable-region-focusable", "target-size"]
}
AXE_OF_COLOURS = {"runOnly": ["color-contrast"]}
AXE_ALWAYS = {"resultTypes": ["violations"], "preload": False}  # no films, no sheets of other hosts
# The rows of a table look alike, and of what a chart draws only the colours matter, which have a test.
CHART = ".js-plotly-plot"
AXE_LOOKS_AT = {"exclude": [["tbody tr:nth-child(n+6)"], [CHART]]}
AXE_LOOKS_AT_ALL = {"exclude": [[CHART]]}
EVERY_ROW = {"charges counted", "audit"}  # where all rows are looked at, to show that nothing is missed
RUN_AXE = "([where, how]) => axe.run(where ?? { include: unjudged }, how).then((found) => found.violations)"

Troubles = dict[str, list[str]]  # by page
TROUBLES = {
    "axe": "breaks no rule of WCAG 2.2 AA that axe knows, in either theme",
    "console": "leaves nothing in the console: no error, no refused address, no broken security policy",
    "weight": "has less than 100 KB of HTML",
    "shifts": "does not move once it is drawn",
    "sideways": "never scrolls sideways",
    "cut": "cuts no text off",
    "overlapping": "prints no text over other text",
    "unreached": "is reached by keyboard as a whole",
    "unfocusable": "has no control that the keyboard cannot have",
    "outoforder": "is gone through by keyboard in the order it is read in",
    "unmarked": "shows where the keyboard is",
    "hidden": "never hides where the keyboard is",
    "paper": "leaves on paper what cannot be pressed there",
    "scriptless": "has no dead control without JavaScript",
}


class Walk:
    """Collects troubles by kind and page; `web`: where the pages are, if not where the instance has them."""

    def __init__(self, browser: Browser, instance: Instance, session: Any, web: str = "") -> None:
        self.browser, self.instance, self.session, self.web = browser, instance, session, web
        self.troubles: defaultdict[str, Troubles] = defaultdict(dict)
        self.drawn: set[Stop] = set()  # where there is a chart
        self.judged: set[int] = set()  # looks of text whose contrast is known

    def go(self, stops: list[Stop], *, session: bool = True) -> None:
        """Look at every page in every way."""
        state = self.session if session else None
        pages = {stop.page: stop for stop in reversed(stops)}.values()
        narrow = {"color_scheme": "dark", "viewport": {"width": NARROW, "height": HEIGHT}}
        for look, options, some in (
            (self.look_wide, {}, pages),
            (self.look_again, {}, [stop for stop in stops if stop not in pages]),
            (self.look_narrow, narrow, (stop for stop in pages if stop in self.drawn)),  # known by then
            (self.look_scriptless, {"java_script_enabled": False}, pages),
        ):
            with self.visitor(storage_state=state, **options) as visitor:
                for stop in some:
                    self.open(visitor, stop)
                    look(visitor.page, stop)
                    self.listen(visitor, stop)

    def use(self, states: list[State], session: Any = None) -> None:
        """Bring pages into states and look at these, as whoever has this session."""
        with self.visitor(storage_state=session or self.session) as visitor:
            for state in states:
                visitor.page.goto(visitor.web.rstrip("/") + state.address)
                state.reach(visitor.page)
                self.look_at_state(visitor.page, Stop(state.name, f"{state.address} {state.name}"))
                self.listen(visitor, Stop(state.name, state.address), state.refused)

    def look_at_state(self, page: Page, stop: Stop) -> None:
        """In light with room, then in dark on a phone."""
        self.axe(page, stop, AXE, "light")
        self.layout(page, stop, WIDE[0])
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        self.axe(page, stop, AXE_OF_LOOKS, "dark")
        self.layout(page, stop, NARROW)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDE[0], "height": HEIGHT})

    def print(self, addresses: list[str]) -> None:
        """Look at what comes out of a printer, asked in the dark theme."""
        with self.visitor(storage_state=self.session, color_scheme="dark") as visitor:
            for address in addresses:
                stop = Stop("", address)
                visitor.page.goto(visitor.web.rstrip("/") + address)
                visitor.page.emulate_media(media="print")
                visitor.page.set_viewport_size({"width": PAPER, "height": HEIGHT})
                self.note("paper", stop, visitor.page.evaluate(PROBES["paper"]))
                self.layout(visitor.page, stop, PAPER)
                self.listen(visitor, stop)
                visitor.page.emulate_media(media="screen")
                visitor.page.set_viewport_size({"width": WIDE[0], "height": HEIGHT})

    @contextmanager
    def visitor(self, **options: Any) -> Iterator[Visitor]:
        """Somebody with a browser of this kind; wide and light unless told otherwise."""
        window = {"color_scheme": "light", "viewport": {"width": WIDE[0], "height": HEIGHT}}
        context = self.browser.new_context(reduced_motion="reduce", **{**window, **options})
        context.set_default_timeout(PATIENCE)
        prepare(context)
        yield Visitor(context, self.instance, self.web)
        context.close()

    def listen(self, visitor: Visitor, stop: Stop, refused: str = "") -> None:
        """Note what the browser complained about, but for the status that is there to be seen."""
        status = refused or REFUSED.get(stop.address)
        self.note("console", stop, [one for one in visitor.troubles if not status or status not in one])
        visitor.troubles.clear()

    def open(self, visitor: Visitor, stop: Stop) -> None:
        """Load a page and wait until it is drawn."""
        answer = visitor.page.goto(visitor.web.rstrip("/") + stop.address)
        assert answer
        size = len(answer.body())
        self.note("weight", stop, [f"{size:,} bytes"] if size > LARGEST_HTML else [])

    def look_wide(self, page: Page, stop: Stop) -> None:
        """In light, with room, then in dark on a phone."""
        self.note("shifts", stop, page.evaluate(PROBES["shifts"]))
        if page.locator("[data-chart]").count():
            self.drawn.add(stop)
        for width in WIDE[1:]:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self.layout(page, stop, width)
        page.set_viewport_size({"width": WIDE[0], "height": HEIGHT})
        self.look_at_state(page, stop)
        self.keyboard(page, stop)

    def look_again(self, page: Page, stop: Stop) -> None:
        """In light with room and by keyboard, then in dark on a phone."""
        self.note("shifts", stop, page.evaluate(PROBES["shifts"]))
        self.look_at_state(page, stop)
        self.keyboard(page, stop)

    def look_narrow(self, page: Page, stop: Stop) -> None:
        """In dark, on a phone."""
        self.note("shifts", stop, page.evaluate(PROBES["shifts"]))

    def look_scriptless(self, page: Page, stop: Stop) -> None:
        """Without JavaScript."""
        self.note("scriptless", stop, page.evaluate(PROBES["scriptless"]))

    def axe(self, page: Page, stop: Stop, rules: dict[str, Any], theme: str) -> None:
        """What axe finds by these rules, and text that is hard to read."""
        where = AXE_LOOKS_AT_ALL if stop.name in EVERY_ROW else AXE_LOOKS_AT
        self.note("axe", stop, axe(page, where, rules), theme)
        looks = page.evaluate(PROBES["contrast"], list(self.judged))
        if looks:
            self.note("axe", stop, axe(page, None, AXE_OF_COLOURS), theme)
        self.judged.update(looks)

    def layout(self, page: Page, stop: Stop, width: int) -> None:
        """Scrolling sideways, text cut off, text over text."""
        for kind, found in page.evaluate(PROBES["layout"]).items():
            self.note(kind, stop, found, f"{width} px")

    def keyboard(self, page: Page, stop: Stop) -> None:
        """Press Tab at the beginning of the page, and go on in its order."""
        page.evaluate(PROBES["keyboard"], KEYS)
        for _ in range(KEYS):
            page.keyboard.press("Tab")
        for kind, names in page.evaluate("keyboardReport()").items():
            self.note(kind, stop, names)

    def note(self, kind: str, stop: Stop, found: list[str], way: str = "") -> None:
        """Remember what is wrong with a page."""
        if found:
            self.troubles[kind].setdefault(f"{stop.address} {way}".strip(), []).extend(found)

    def told(self, kind: str) -> str:
        """What is wrong, page by page, as lines to read."""
        pages = self.troubles[kind].items()
        return "".join(
            f"\n{page}" + "".join(f"\n    {one}" for one in dict.fromkeys(found)) for page, found in pages
        )


def prepare(context: BrowserContext) -> None:
    """Have axe at hand in every page that is opened: ten times as fast as giving it to each of them."""
    context.add_init_script(AXE_SCRIPT)


def axe(page: Page, where: dict[str, Any] | None, rules: dict[str, Any]) -> list[str]:
    """What axe finds there, or at text not yet judged: rule, element and why."""
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in page.evaluate(RUN_AXE, [where, {**AXE_ALWAYS, **rules}])
        for node in rule["nodes"]
    ]
