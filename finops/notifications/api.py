"""`/api/v1/alerts`."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from finops.accounts.permissions import Capability, require
from finops.accounts.services import Refused
from finops.core.api import parameters
from finops.core.parameters import BadParameter, plain_text, whole_number
from finops.notifications import alert_list, services
from finops.notifications.models import Alert
from finops.notifications.schemas import AlertOut, AlertsOut, SilenceIn, alert_out
from finops.notifications.silence_list import current, silenced_until
from finops.notifications.types import Source

router = Router(tags=["Alerts"])
MOST, USUAL, MOST_ID = 1_000, 100, 2**63 - 1
LIST = {
    "source": "budget, slo or anomaly.",
    "team": "The team that answers for it.",
    "severity": "critical, warning or info.",
    "state": "going_on, unacknowledged or ended.",
    "subject": "Of one budget or SLO: `budget:7`, `slo:7`.",
    "q": "Part of its title, or of what it is about.",
    "cursor": "`next` of the page before.",
    "limit": f"1 to {MOST}, {USUAL} when left out.",
}


@router.get("/alerts", response=AlertsOut, openapi_extra=parameters(LIST), summary="Alerts")
@require(Capability.VIEW_ALERTS)
def alerts(request: HttpRequest) -> dict[str, Any]:
    """What is wrong and was, newest first. An alert may tell of all projects: keys of one see none."""
    given = request.GET
    for name in given:
        if name not in LIST:
            raise BadParameter(plain_text("parameter", name)[:60], "is not a parameter here.", LIST)
    raw = given.get("limit", "")
    limit = whole_number("limit", raw, minimum=1, maximum=MOST) if raw else USUAL
    found = alert_list.alerts(alert_list.wanted(given))
    page, following = alert_list.page_after(found, given.get("cursor", ""), most=limit)
    known = current(timezone.now())
    return {"items": [_out(one, known) for one in page], "next": following or None}


@router.get("/alerts/{alert_id}", response=AlertOut, summary="One alert")
@require(Capability.VIEW_ALERTS)
def alert(request: HttpRequest, alert_id: str) -> dict[str, Any]:
    """What is wrong, since when and why."""
    return _one(alert_id)


@router.post("/alerts/{alert_id}/acknowledge", response=AlertOut, summary="Acknowledge an alert")
@require(Capability.HANDLE_ALERTS)
def acknowledge(request: HttpRequest, alert_id: str) -> dict[str, Any]:
    """Nobody is told of it again until it ends. Repeating it changes nothing. Needs a key of scope admin."""
    services.acknowledge(_found(alert_id), _actor(request), timezone.now())
    return _one(alert_id)


@router.post("/alerts/{alert_id}/silence", response=AlertOut, summary="Silence what an alert is about")
@require(Capability.HANDLE_ALERTS)
def silence(request: HttpRequest, alert_id: str, given: SilenceIn) -> dict[str, Any]:
    """Nobody is told of it until `ends_at`; what still goes on then is told. Needs a key of scope admin."""
    about, now = _found(alert_id), timezone.now()
    try:
        services.silence(
            reason=plain_text("reason", given.reason) or about.title,
            starts_at=now,
            ends_at=_aware(given.ends_at),
            user=_actor(request),
            now=now,
            subject=about.subject,
            subject_name=about.subject_name,
            source=Source(about.source),
        )
    except Refused as problem:
        raise BadParameter("ends_at", str(problem)) from None
    return _one(alert_id)


def _found(alert_id: str) -> Alert:
    number = whole_number("alert_id", alert_id, minimum=1, maximum=MOST_ID)
    found = Alert.objects.select_related("team", "acknowledged_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _one(alert_id: str) -> dict[str, Any]:
    return _out(_found(alert_id), current(timezone.now()))


def _out(alert: Alert, known: list[Any]) -> dict[str, Any]:
    return alert_out(alert, None if alert.ended_at else silenced_until(alert, known))


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _actor(request: HttpRequest) -> str:
    return f"key {request.auth.prefix}…"  # type: ignore[attr-defined]  # only keys write
