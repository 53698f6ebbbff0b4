"""Alerts: the list, one of them, and what people do about it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from finops.accounts.permissions import Capability, can, require
from finops.accounts.views.submit import actor
from finops.core.refusals import teaches
from finops.notifications import alert_list, services
from finops.notifications.access import may_silence
from finops.notifications.alert_list import ENDED, GOING_ON, STATES, UNSEEN, Wanted
from finops.notifications.models import Alert, Channel
from finops.notifications.silence_list import current, silenced_until
from finops.notifications.timeline import timeline
from finops.notifications.words import SEVERITIES, SOURCES, going_on_sentence

MOST_GOING_ON, PAGE = 80, 50


@require_safe
@require(Capability.VIEW_ALERTS)
@teaches
def alerts(request: HttpRequest) -> HttpResponse:
    """What goes on, the gravest first, then what has ended, page by page."""
    asked, now = alert_list.wanted(request.GET), timezone.now()
    cursor = request.GET.get("cursor", "")
    going_on, hidden = ([], 0) if cursor else _going_on(asked, now)
    ended, following = _ended(asked, cursor)
    unfiltered = asked == Wanted()
    context = {
        "asked": asked,
        "going_on": going_on,
        "hidden": hidden,
        "ended": ended,
        "older": _older(request, following),
        "cursor": cursor,
        "answer": going_on_sentence(alert_list.severities()),
        "any": bool(going_on or ended) or not unfiltered or bool(cursor),
        "has_channel": Channel.objects.filter(archived_at=None).exists(),
        "can_manage": can(request.user, Capability.MANAGE_CHANNELS),
        "choices": {"sources": SOURCES, "severities": SEVERITIES, "states": STATES},
        "chips": _chips(request, asked),
        "teams": alert_list.teams(),
        "now": now,
    }
    return render(request, "notifications/alerts.html", context)


@require_safe
@require(Capability.VIEW_ALERTS)
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """What is wrong, since when and why, who was told, and what can be done about it."""
    one = get_object_or_404(Alert.objects.select_related("team", "acknowledged_by"), pk=alert_id)
    now = timezone.now()
    context = {
        "alert": one,
        "timeline": timeline(one, now),
        "silenced_until": None if one.ended_at else silenced_until(one, current(now)),
        "can_handle": can(request.user, Capability.HANDLE_ALERTS),
        "can_silence": one.ended_at is None and may_silence(request.user, one.team),
        "now": now,
        "crumbs": [{"href": reverse("alerts"), "label": "Alerts"}],
    }
    return render(request, "notifications/alert.html", context)


@require_POST
@require(Capability.HANDLE_ALERTS)
def alert_acknowledge(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Somebody looks after it."""
    one = get_object_or_404(Alert, pk=alert_id)
    if services.acknowledge(one, actor(request), timezone.now()):
        messages.success(request, "You have acknowledged it: nobody is told of it again until it ends.")
    else:
        messages.info(request, "Somebody has acknowledged it already.")
    return redirect("alert", one.pk)


@require_POST
@require(Capability.HANDLE_ALERTS)
def alert_withdraw(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Nobody looks after it after all."""
    one = get_object_or_404(Alert, pk=alert_id)
    if services.withdraw_acknowledgement(one, actor(request)):
        messages.success(request, "It is open again: whoever wants to be told again is.")
    return redirect("alert", one.pk)


def _going_on(asked: Wanted, now: dt.datetime) -> tuple[list[dict[str, Any]], int]:
    if asked.state not in ("", GOING_ON, UNSEEN):
        return [], 0
    state = asked.state or GOING_ON
    found = alert_list.gravest_first(alert_list.alerts(asked._replace(state=state)))
    rows, known = list(found[:MOST_GOING_ON]), current(now)
    hidden = found.count() - MOST_GOING_ON if len(rows) == MOST_GOING_ON else 0
    return [{"alert": one, "silenced_until": silenced_until(one, known)} for one in rows], hidden


def _ended(asked: Wanted, cursor: str) -> tuple[list[Alert], str]:
    if asked.state not in ("", ENDED):
        return [], ""
    found = alert_list.alerts(asked._replace(state=ENDED))
    return alert_list.page_after(found, cursor, most=PAGE, by="ended_at")


def _chips(request: HttpRequest, asked: Wanted) -> list[dict[str, str]]:
    if not asked.subject:
        return []
    pairs = request.GET.copy()
    for gone in ("subject", "cursor"):
        pairs.pop(gone, None)
    value = alert_list.name_of(asked.subject)
    return [{"label": "Only", "value": value, "url": f"?{pairs.urlencode()}"}]


def _older(request: HttpRequest, following: str) -> str:
    if not following:
        return ""
    pairs = request.GET.copy()
    pairs["cursor"] = following
    return f"?{pairs.urlencode()}"
