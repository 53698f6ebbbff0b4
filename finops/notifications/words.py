"""What alerts, channels and silences are called, and how they are marked. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping

from finops.core.formatting import counted
from finops.notifications.types import Digest, Event, Kind, Severity, Source, State

SEVERITIES = {Severity.CRITICAL: "Critical", Severity.WARNING: "Warning", Severity.INFO: "Info"}
TONES = {Severity.CRITICAL: "bad", Severity.WARNING: "watch", Severity.INFO: "quiet"}
SOURCES = {Source.BUDGET: "Budget", Source.SLO: "SLO", Source.ANOMALY: "Anomaly"}
PLURALS = {Source.BUDGET: "budgets", Source.SLO: "SLOs", Source.ANOMALY: "anomalies"}
LEAST = {
    Severity.CRITICAL: "Only critical alerts",
    Severity.WARNING: "Critical alerts and warnings",
    Severity.INFO: "All alerts",
}
KINDS = {Kind.EMAIL: "E-mail", Kind.WEBHOOK: "Webhook", Kind.APPRISE: "Chat and paging"}
DIGESTS = {Digest.NONE: "At once", Digest.DAILY: "Once a day", Digest.WEEKLY: "Once a week, on Monday"}
STATES = {State.WAITING: "Waits", State.SENT: "Delivered", State.FAILED: "Failed"}
STATE_TONES = {State.WAITING: "quiet", State.SENT: "good", State.FAILED: "bad"}
EVENTS = {Event.BEGAN: "Told", Event.AGAIN: "Told again", Event.ENDED: "Told of its end"}

HOUR = dt.timedelta(hours=1)
AGAIN = {
    dt.timedelta(minutes=30): "every 30 minutes",
    HOUR: "every hour",
    4 * HOUR: "every 4 hours",
    24 * HOUR: "every day",
}
NOUNS = {Severity.CRITICAL: "critical alert", Severity.WARNING: "warning", Severity.INFO: "notice"}


def progress(state: State, attempts: int) -> tuple[str, str]:
    """How far a message is after so many tries, and the tone of that: `Tries again`."""
    if state == State.WAITING and attempts:
        return "Tries again", "watch"
    return STATES[state], STATE_TONES[state]


def going_on_sentence(found: Mapping[str, int]) -> str:
    """The answer of the list, from how many go on: `1 critical alert and 2 warnings are going on.`"""
    parts = [counted(found[one], NOUNS[one]) for one in Severity if found.get(one)]
    if not parts:
        return "Nothing that Spanledger watches is wrong right now."
    verb = "is" if sum(found.values()) == 1 else "are"
    return f"{_joined(parts)} {verb} going on."


def told_sentence(
    *, least: str, sources: Iterable[str], teams: Iterable[str], recovery: bool, again: dt.timedelta | None
) -> str:
    """What a channel is told: `Critical alerts and warnings of support; also when they end.`"""
    about, owners = [PLURALS[Source(one)] for one in sources], list(teams)
    words = LEAST[Severity(least)]
    if about:
        words += f" about {_joined(about)}"
    if owners:
        words += f" of {_joined(owners)}"
    if again:
        words += f"; again {again_words(again)} until somebody acknowledges"
    return f"{words}{'; also when they end' if recovery else ''}."


def again_words(after: dt.timedelta) -> str:
    """How often something is told again: `every 4 hours`."""
    return AGAIN.get(after) or f"every {counted(int(after.total_seconds() // 60), 'minute')}"


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
