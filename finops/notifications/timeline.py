"""What became of an alert, moment by moment."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from finops.notifications.channel_rules import masked
from finops.notifications.models import Alert, Message, Silence, Telling
from finops.notifications.silence_list import of_alert
from finops.notifications.types import Event, Kind, State
from finops.notifications.words import EVENTS, KINDS, progress

MOST_TOLD = 100


class Moment(NamedTuple):
    """One line: when, what happened, and how it went in a word."""

    at: dt.datetime
    words: str
    detail: str = ""
    mark: str = ""
    tone: str = "quiet"


class Timeline(NamedTuple):
    """What happened, the oldest first, and how many tellings are left out."""

    moments: list[Moment]
    hidden: int


def timeline(alert: Alert, now: dt.datetime) -> Timeline:
    """Everything that is stored of an alert."""
    tellings = Telling.objects.filter(alert=alert).select_related("message__channel", "message__user")
    told = list(tellings.prefetch_related("message__tries").order_by("-at", "-pk")[: MOST_TOLD + 1])
    hidden = tellings.count() - MOST_TOLD if told[MOST_TOLD:] else 0
    moments = [
        Moment(alert.began_at, "Began"),
        *map(_told, told[:MOST_TOLD]),
        *_seen(alert),
        *_silenced(of_alert(alert, now)),
    ]
    if alert.ended_at:
        moments.append(Moment(alert.ended_at, "Ended", alert.ending))
    return Timeline(sorted(moments, key=lambda one: one.at), hidden)


def recipient(message: Message) -> str:
    """Who a message is for: `the channel Payments`, `ada@example.com`."""
    return f"the channel {message.channel}" if message.channel else str(message.user)


def how(message: Message) -> str:
    """By which way: `webhook`, `Slack`."""
    kind = Kind(message.channel.kind) if message.channel else Kind.EMAIL
    return masked(message.channel) if message.channel and kind == Kind.APPRISE else KINDS[kind].lower()


def remark(message: Message) -> str:
    """What went wrong when it was last tried, if anything did."""
    last = next(iter(message.tries.all()), None)
    return last.error if last else ""


def _told(telling: Telling) -> Moment:
    message = telling.message
    state = State(message.state)
    digest = " in a digest" if message.is_digest else ""
    words = f"{EVENTS[Event(telling.event)]}: {recipient(message)}, by {how(message)}{digest}"
    mark, tone = ("", "") if state == State.SENT else progress(state, message.attempts)
    return Moment(message.sent_at or telling.at, words, remark(message), mark, tone)


def _seen(alert: Alert) -> list[Moment]:
    if alert.acknowledged_at is None:
        return []
    who = f" by {alert.acknowledged_by}" if alert.acknowledged_by else ""
    return [Moment(alert.acknowledged_at, f"Acknowledged{who}")]


def _silenced(found: Iterable[Silence]) -> list[Moment]:
    return [
        Moment(one.starts_at, f"Silenced{f' by {one.created_by}' if one.created_by else ''}", one.reason)
        for one in found
    ]
