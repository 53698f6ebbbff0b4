"""Alerts as features tell them, and who is told."""

import datetime as dt
from typing import Any

from finops.accounts.models import Team, User
from finops.notifications.models import Alert, Channel, Preference
from finops.notifications.services import begin, end
from finops.notifications.types import Ending, Fact, Kind, News, Severity, Source

NOW = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)  # a Saturday
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(**{name: 1}) for name in ("seconds", "minutes", "hours", "days"))


def news(key: str = "1", **given: Any) -> News:
    """A budget that reached a threshold; `team` by its name."""
    name = given.pop("team", "")
    fields = {
        "source": Source.BUDGET,
        "subject": f"budget:{key}",
        "subject_name": "Copilot",
        "severity": Severity.WARNING,
        "title": f"Copilot reached 80 % of its budget ({key})",
        "summary": "$1,204.12 of $1,500.00 was spent from Nov 1 to Nov 14.",
        "why": "gpt-5 spent $900.00 of it.",
        "facts": (Fact("Spent", "$1,204.12"),),
        "path": "/budgets/7/fired/9/",
        "team": Team.objects.get_or_create(name=name)[0].pk if name else None,
        "at": NOW,
    }
    return News(key=key, **{**fields, **given})


def alert(key: str = "1", **given: Any) -> Alert:
    """A stored alert."""
    begin([news(key, **given)])
    return Alert.objects.get(key=key)


def ended(key: str, at: dt.datetime, source: Source = Source.BUDGET) -> None:
    """It is over."""
    end([Ending(source, key, "A correction took spend back below it: $1,100.00 was left.", at)])


def channel(name: str = "On-call", *, teams: tuple[str, ...] = (), **given: Any) -> Channel:
    """A stored webhook that is told everything from warnings on."""
    fields = {"kind": str(Kind.WEBHOOK), "address": "https://hooks.example.com/spend", "secret": SECRET}
    made = Channel.objects.create(name=name, **{**fields, **given})
    made.teams.set([Team.objects.get_or_create(name=team)[0] for team in teams])
    return made


def prefer(user: User, **given: Any) -> Preference:
    """What somebody wants to be told."""
    return Preference.objects.create(user=user, **{"least_severity": str(Severity.WARNING), **given})


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
