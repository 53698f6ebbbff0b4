"""Which alerts the list shows: read from its address, then from the database."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict

from finops.accounts.models import Team
from finops.core.paging import BigInt, Cursor
from finops.core.parameters import one_of, plain_text
from finops.notifications.models import Alert
from finops.notifications.types import Severity, Source

PARAMETERS = ("source", "team", "severity", "state", "subject", "q")
GOING_ON, UNSEEN, ENDED = "going_on", "unacknowledged", "ended"
STATES = {GOING_ON: "Going on", UNSEEN: "Unacknowledged", ENDED: "Ended"}


class Wanted(NamedTuple):
    """Which alerts: empty text lets everything through."""

    source: str = ""
    team: str = ""
    severity: str = ""
    state: str = ""
    subject: str = ""  # of one budget or SLO, as features name it: also what is below it
    text: str = ""


class Place(NamedTuple):
    """Where a page of alerts ended."""

    at: dt.datetime
    id: BigInt


PLACES = Cursor(Place)


def wanted(given: QueryDict) -> Wanted:
    """The filters of an address. Raises BadParameter."""
    choices: dict[str, list[str]] = {"source": [*Source], "severity": [*Severity], "state": list(STATES)}
    found = {name: given.get(name, "") for name in PARAMETERS}
    for name, allowed in choices.items():
        if found[name]:
            one_of(name, found[name], allowed)
    found["text"] = plain_text("q", found.pop("q")).strip()
    plain = {name: plain_text(name, found[name]) for name in ("team", "subject")}
    return Wanted(**{**found, **plain})


def alerts(asked: Wanted) -> QuerySet[Alert]:
    """Those that are asked for, the newest first."""
    conditions = {"source": asked.source, "team__name": asked.team, "severity": asked.severity}
    found = Alert.objects.filter(**{name: value for name, value in conditions.items() if value})
    if asked.subject:
        found = found.filter(Q(subject=asked.subject) | Q(subject__startswith=f"{asked.subject}:"))
    if asked.text:
        found = found.filter(Q(title__icontains=asked.text) | Q(subject_name__icontains=asked.text))
    if asked.state in (GOING_ON, UNSEEN):
        found = found.filter(ended_at=None)
    if asked.state == UNSEEN:
        found = found.filter(acknowledged_at=None)
    if asked.state == ENDED:
        found = found.exclude(ended_at=None)
    return found.select_related("team", "acknowledged_by").order_by("-began_at", "-pk")


def critical() -> int:
    """How many critical ones go on."""
    return severities().get(str(Severity.CRITICAL), 0)


def gravest_first(found: QuerySet[Alert]) -> QuerySet[Alert]:
    """The loudest first, of these the newest."""
    ranks = [When(severity=one, then=Value(rank)) for rank, one in enumerate(Severity)]
    return found.annotate(rank=Case(*ranks, output_field=IntegerField())).order_by("rank", "-began_at", "-pk")


def page_after(
    found: QuerySet[Alert], cursor: str, *, most: int, by: str = "began_at"
) -> tuple[list[Alert], str]:
    """A page of them, the newest first, and the cursor of the next, empty at the end. Raises BadParameter."""
    found = found.order_by(f"-{by}", "-pk")
    if cursor:
        after = PLACES.decode(cursor)
        found = found.filter(Q(**{f"{by}__lt": after.at}) | Q(**{by: after.at, "pk__lt": after.id}))
    rows = list(found[: most + 1])
    end = rows[most - 1] if rows[most:] else None
    return rows[:most], PLACES.encode(Place(getattr(end, by), end.pk)) if end else ""


def name_of(subject: str) -> str:
    """What something is called that alerts are about; what it was asked for by where there is none."""
    found = Alert.objects.filter(subject=subject).order_by("-pk").values_list("subject_name", flat=True)
    return found.first() or subject


def teams() -> list[str]:
    """The names of the teams that alerts belong to."""
    told = Exists(Alert.objects.filter(team=OuterRef("pk")))
    return list(Team.objects.filter(told).order_by("name").values_list("name", flat=True))


def severities() -> dict[str, int]:
    """How many go on, by severity."""
    found = Alert.objects.filter(ended_at=None).order_by().values("severity")
    return dict(found.annotate(number=Count("pk")).values_list("severity", "number"))
