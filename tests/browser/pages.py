"""Every page of the product, found by following links from the start."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

NOT_PAGES = {
    "account_logout": "sends the theme and the person away; asks only without a session",
    "account_reauthenticate": "asks only before something sensitive, which nothing is yet",
    "account_inactive": "seen by people who are deactivated",
    "invitation": "seen by people who have no account yet",
    "start_watch": "a part of the first page",
    "user_activate": "of somebody who is deactivated",
    "spend_view_delete": "asks about a view that somebody saved",
    "rules_progress": "a part of the page of rules",
    "budget_preview": "a part of the form of a budget",
    "slo_progress": "a part of the page of an SLO",
    "worth_withdraw": "of a worth that somebody stated",
    **dict.fromkeys(["slo", "slo_edit", "slo_archive"], "of an SLO that somebody made"),
    **dict.fromkeys(["anomaly", "anomaly_expected"], "of an anomaly that was found"),
    **dict.fromkeys(
        ["budget", "budget_edit", "budget_archive", "budget_firing"], "of a budget that somebody made"
    ),
    "alert": "of something that went wrong",
    **dict.fromkeys(
        ["channel", "channel_edit", "channel_archive", "channel_secret"], "of a channel that somebody made"
    ),
    **dict.fromkeys(["channel_tested", "notifications_tested"], "a part of the page that sent a test"),
    **dict.fromkeys(["rule_edit", "rule_switch_off"], "of a rule that somebody made"),
    **dict.fromkeys(["dimension_edit", "dimension_archive"], "of a dimension that somebody allowed"),
    **dict.fromkeys(["healthz", "readyz"], "for machines"),
    **dict.fromkeys(["spend_csv", "audit_csv", "journeys_csv", "models_csv", "customers_csv"], "a file"),
    "metric_csv": "a file",
    **dict.fromkeys(
        [
            "theme",
            "start_key",
            "spend_view_save",
            "spend_view_edit",
            "spend_view_first",
            "team_restore",
            "rule_move",
            "budget_restore",
            "dimension_restore",
            "user_invitation_withdraw",
            "alert_acknowledge",
            "alert_withdraw",
            "silence_end",
            "channel_switch",
            "channel_test",
            "channel_again",
            "notifications_test",
        ],
        "takes a form",
    ),
}
# Nothing links to these while somebody is signed in, or they are what goes wrong.
BESIDE_THE_WAY = [
    "/",
    "/start/",
    "/accounts/password/change/",
    "/spend/?range=30d&group_by=journey&group_by=response_model&interval=day",
    "/spend/?team=nobody",
    "/spend/views/",
    "/charges/?counted=false",
    "/traces/?q=nothing-is-called-so",
    "/traces/?errors=true",
    "/metrics/?q=nothing-is-called-so",
    "/exchange-rates/",
    "/nothing/",
    "/spend/?group_by=colour",
]
WITHOUT_A_SESSION = ["/accounts/login/"]
STATES = 2  # of one page that links lead to: different parameters make another state


class Stop(NamedTuple):
    """A state of a page on the walk."""

    name: str  # of the URL, with the names of its parameters
    address: str

    @property
    def page(self) -> str:
        """The name of the URL alone; the address where it has none."""
        return self.name.split(" ")[0] or self.address


class Links(HTMLParser):
    """Collects where the links of a document lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice a link that stays in the product and is not a download."""
        stated = dict(attrs)
        if tag == "a" and stated.get("href") and "download" not in stated:
            self.found.append(stated["href"] or "")


def links(html: str) -> list[str]:
    """Where the links of a document lead, in its order."""
    parser = Links()
    parser.feed(html)
    return parser.found


def name_of(address: str) -> str:
    """The name of the URL at this address; empty when there is none."""
    try:
        return str(resolve(urlsplit(address).path).url_name)
    except Resolver404:
        return ""


def stop_at(address: str) -> Stop:
    """The state of a page that an address shows."""
    parameters = {key for key, _ in parse_qsl(urlsplit(address).query)}
    return Stop(" ".join([name_of(address), *sorted(parameters)]), address)


def discover(read: Callable[[str], str], start: list[str]) -> list[Stop]:
    """Follow links breadth first; `read` gives the HTML at an address of this instance, or nothing."""
    waiting, found = [stop_at(address) for address in start], dict[str, Stop]()
    for stop in waiting:
        if stop.name in found:
            continue
        html = read(stop.address)
        if not html:
            continue
        found[stop.name] = stop
        for href in links(html):
            other = stop_at(within(stop.address, href))
            if is_new(other, waiting):
                waiting.append(other)
    return list(found.values())


def within(address: str, href: str) -> str:
    """Where a link on a page leads, without its fragment."""
    parts = urlsplit(urljoin(f"http://here{address}", href))
    if parts.netloc != "here":
        return ""
    return parts.path + (f"?{urlencode(parse_qsl(parts.query))}" if parts.query else "")


def is_new(stop: Stop, known: list[Stop]) -> bool:
    """Whether this is a page, in a state that the walk has not seen often enough."""
    name, *_ = stop.name.split(" ")
    if not name or name in NOT_PAGES or stop.name in {one.name for one in known}:
        return False
    return sum(one.name.split(" ")[0] == name for one in known) < STATES


def reader(context: BrowserContext, web: str) -> Callable[[str], str]:
    """Gives the HTML at an address as this session sees it; nothing for a file or another host."""

    def read(address: str) -> str:
        answer = context.request.get(web.rstrip("/") + address)
        return answer.text() if "text/html" in answer.headers.get("content-type", "") else ""

    return read
