"""What is told, to whom, and how it went."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How loud an alert is, the loudest first."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Source(StrEnum):
    """The feature that found what an alert is about."""

    BUDGET = "budget"
    SLO = "slo"
    ANOMALY = "anomaly"


class Event(StrEnum):
    """What of an alert is told."""

    BEGAN = "began"
    AGAIN = "again"  # it still goes on and nobody has acknowledged it
    ENDED = "ended"


class Kind(StrEnum):
    """How a channel is reached."""

    EMAIL = "email"  # addresses, through the mail server of the installation (`EMAIL_URL`)
    WEBHOOK = "webhook"  # JSON, signed as Standard Webhooks says
    APPRISE = "apprise"  # Slack, Teams, PagerDuty and what else Apprise knows


class Digest(StrEnum):
    """How often a person is told what goes on, in one message."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"  # on Mondays


class State(StrEnum):
    """How far a message is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # given up


class Fact(NamedTuple):
    """One line of an alert: what it is called and how much, both as they are read."""

    label: str
    value: str


class News(NamedTuple):
    """Something that is wrong from now on, as a feature tells it.

    `key` names this occurrence among all of its source for ever: telling it again changes nothing.
    `subject` names what it is about, whatever is wrong with it: it groups and silences. `path` is the page
    with the evidence, from the root of this installation.
    """

    source: Source
    key: str
    subject: str
    subject_name: str
    severity: Severity
    title: str  # "Copilot reached 80 % of its budget"
    summary: str  # one or two sentences: how much, since when
    why: str  # the sentence that explains it, empty when there is none
    facts: tuple[Fact, ...]
    path: str
    team: int | None  # the primary key of the team that answers for it
    at: dt.datetime  # aware


class Ending(NamedTuple):
    """What was wrong no longer is."""

    source: Source
    key: str
    summary: str
    at: dt.datetime  # aware
