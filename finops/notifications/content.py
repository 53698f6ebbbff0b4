"""What a message says. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from finops.core.formatting import counted
from finops.notifications.routing import LOUDNESS
from finops.notifications.types import Event, Fact, Severity, Source

MOST_LISTED = 20
BEFORE = {Event.BEGAN: "", Event.AGAIN: "Still: ", Event.ENDED: "Ended: "}
VERBS = {Event.BEGAN: ("began", "began"), Event.AGAIN: ("goes on", "go on"), Event.ENDED: ("ended", "ended")}


class Line(NamedTuple):
    """One alert as it is told. Addresses are whole, moments aware."""

    alert: int
    event: Event
    severity: Severity
    source: Source
    title: str
    summary: str
    why: str
    facts: tuple[Fact, ...]
    subject: str
    team: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    evidence: str
    page: str

    @property
    def heading(self) -> str:
        """`Critical: Copilot reached 100 % of its budget`, `Ended: ...`."""
        loud = "Critical: " if self.severity == Severity.CRITICAL and self.event != Event.ENDED else ""
        return f"{BEFORE[self.event]}{loud}{self.title}"


class Content(NamedTuple):
    """A message: the gravest of its alerts, and how many there are in all."""

    id: UUID
    kind: str  # `alerts`, `digest` or `test`
    lines: tuple[Line, ...]
    events: Counter[Event]
    page: str  # with all alerts

    @property
    def more(self) -> int:
        """Alerts that are counted and not listed."""
        return sum(self.events.values()) - len(self.lines)

    @property
    def headline(self) -> str:
        """It in a line, without line breaks."""
        if self.kind == "test":
            return "A test from Spanledger"
        whole = sum(self.events.values())
        if self.kind == "digest":
            return one_line(f"{counted(whole, 'alert')}: {tally(self.events)}")
        heading = self.lines[0].heading
        return one_line(heading if whole == 1 else f"{heading}, and {counted(whole - 1, 'more alert')}")

    @property
    def tally(self) -> str:
        """`3 began, 2 go on, 1 ended`."""
        return tally(self.events)


def tally(events: Counter[Event]) -> str:
    """How many alerts there are of each event: `3 began, 2 go on, 1 ended`."""
    return ", ".join(f"{events[one]} {VERBS[one][events[one] != 1]}" for one in Event if events[one])


def content(message: UUID, kind: str, told: Iterable[Line], page: str) -> Content:
    """A message with what is told in it: what goes on before what ended, the gravest and newest first."""
    lines = sorted(told, key=lambda one: one.began_at, reverse=True)
    lines.sort(key=lambda one: (one.event == Event.ENDED, LOUDNESS[one.severity]))
    return Content(message, kind, tuple(lines[:MOST_LISTED]), Counter(one.event for one in lines), page)


def one_line(text: str) -> str:
    """A text for a header: control characters and line breaks are spaces."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
