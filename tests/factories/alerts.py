"""Alerts, channels and messages, as features tell them and people make them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from finops.accounts.models import Team, User
from finops.notifications import services
from finops.notifications.channel_services import Content, channel_create
from finops.notifications.models import Alert, Attempt, Channel, Message, Telling
from finops.notifications.types import Ending, Event, Fact, Kind, News, Severity, Source, State
from tests.factories.people import person

HOUR = dt.timedelta(hours=1)
ADDRESSES = {
    Kind.EMAIL: "on-call@example.com",
    Kind.WEBHOOK: "https://hooks.example.com/secret-path",
    Kind.APPRISE: "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
}


def team(name: str) -> Team:
    return Team.objects.get_or_create(name=name)[0]


def alert(
    title: str = "Support reached 80 % of its budget", *, owner: str = "support", **given: Any
) -> Alert:
    """An alert that goes on for an hour; `ended` is how it ended, empty while it goes on."""
    ended, at = given.pop("ended", ""), given.pop("at", timezone.now() - HOUR)
    source, key = given.get("source", Source.BUDGET), given.pop("key", title)
    said = {
        "source": source,
        "subject": f"{source}:{key}",
        "subject_name": "Support a month",
        "severity": Severity.WARNING,
        "summary": "$81.00 of $100.00 is spent since Nov 1.",
        "why": "gpt-4o rose by $40.00.",
        "facts": (Fact("Spent", "$81.00"), Fact("Budget", "$100.00")),
        "path": "/budgets/1/",
    }
    services.begin(
        [News(key=key, title=title, team=team(owner).pk if owner else None, at=at, **{**said, **given})]
    )
    if ended:
        services.end([Ending(source, key, ended, at + HOUR / 2)])
    return Alert.objects.get(source=str(source), key=key)


def channel(name: str = "Payments", *, kind: Kind = Kind.WEBHOOK, owner: str = "", **given: Any) -> Channel:
    """A channel that is told warnings of everybody, also when they end."""
    said: dict[str, Any] = {
        "address": ADDRESSES[kind],
        "owner_team": team(owner) if owner else None,
        "teams": (),
        "sources": (),
        "least_severity": Severity.WARNING,
        "tells_recovery": True,
        "again_after": None,
    }
    maker = User.objects.filter(role="admin").first() or person("admin", email="maker@example.com")
    return channel_create(kind=kind, content=Content(name, **{**said, **given}), actor=maker)


def message(
    to: Channel | User, *about: Alert, state: State = State.SENT, error: str = "", **given: Any
) -> Message:
    """What somebody was sent of these alerts; one that failed was tried once."""
    at = given.pop("at", timezone.now() - HOUR / 2)
    whose = {"channel": to} if isinstance(to, Channel) else {"user": to}
    tried = state != State.WAITING or bool(error)
    said = {"state": str(state), "opened_at": at, "due_at": at, "attempts": int(tried)}
    sent = {"sent_at": at} if state == State.SENT else {}
    made = Message.objects.create(**{**whose, **said, **sent, **given})
    recipient = f"{'channel' if isinstance(to, Channel) else 'user'}:{to.pk}"
    for one in about:
        Telling.objects.create(alert=one, message=made, recipient=recipient, event=str(Event.BEGAN), at=at)
    if tried:
        Attempt.objects.create(message=made, at=at, took=dt.timedelta(milliseconds=120), error=error)
    return made
