"""A person in front of a browser, who notices whatever it complains about."""

import re
import shutil

from playwright.sync_api import BrowserContext, Page

from tests.factories.instance import Instance

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds


def chromium() -> str:
    """The machine's own Chromium; `make test` leaves browser tests out only where it cannot be installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, 'Chromium is missing: install it, or choose the other tests with -m "not browser".'
    return found


class Visitor:
    """One browser profile and its only tab."""

    def __init__(self, context: BrowserContext, instance: Instance, web: str = "") -> None:
        self.context, self.instance = context, instance
        self.web: str = web or instance.runtime["web"]
        self.troubles: list[str] = []
        self.page: Page = context.new_page()
        self._notice_troubles()

    def sign_in(self, email: str = "", password: str = "") -> None:
        """As this person, or the administrator `up` made, with the password it printed."""
        printed = re.search(r"Sign in as  (\S+)\n  Password    (\S+)\n", self.instance.output)
        assert printed, self.instance.output
        self.page.goto(self.web)
        self.page.get_by_label("E-mail").fill(email or printed[1])
        self.page.get_by_label("Password").fill(password or printed[2])
        self.page.get_by_role("button", name="Sign in").click()

    def _notice_troubles(self) -> None:
        """Errors in the console (violations of the content security policy are some), scripts, answers."""
        self.page.on("console", lambda said: said.type == "error" and self.troubles.append(said.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "response",
            lambda answer: answer.status >= 400 and self.troubles.append(f"{answer.status} {answer.url}"),
        )
