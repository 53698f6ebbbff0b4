"""Silences: what nobody is told of, and until when."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finops.accounts.permissions import Capability, can, require
from finops.accounts.views.submit import actor, submit
from finops.core.parameters import whole_number
from finops.core.refusals import teaches
from finops.notifications import services
from finops.notifications.access import NOT_YOUR_SILENCE, endable, may_silence, own_teams
from finops.notifications.models import Alert, Silence
from finops.notifications.silence_forms import Asked, SilenceForm
from finops.notifications.silence_list import PLACES, Place, silences
from finops.notifications.types import Source

PAGE, MOST_ID = 50, 999_999_999


@require_safe
@require(Capability.VIEW_ALERTS)
@teaches
def silence_list(request: HttpRequest) -> HttpResponse:
    """Those that keep something quiet, those that will, and those that did, page by page."""
    now, cursor = timezone.now(), request.GET.get("cursor", "")
    ahead = [] if cursor else list(silences().filter(ends_at__gt=now))
    past, following = _past(now, cursor)
    context = {
        "current": _lines(request, [one for one in ahead if one.starts_at <= now]),
        "coming": _lines(request, [one for one in ahead if one.starts_at > now]),
        "past": past,
        "older": f"?cursor={following}" if following else "",
        "cursor": cursor,
        "can_create": _may_create(request.user),
        "now": now,
    }
    return render(request, "notifications/silences.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.HANDLE_ALERTS)
@teaches
def silence_create(request: HttpRequest) -> HttpResponse:
    """A form for a new silence; `?alert=` is about what that alert is about."""
    about = _alert(request)
    if not (may_silence(request.user, about.team) if about else _may_create(request.user)):
        raise PermissionDenied(NOT_YOUR_SILENCE)
    form = SilenceForm(
        request.POST or None,
        alert=about,
        who=request.user,
        may_all=can(request.user, Capability.MANAGE_ALL_CHANNELS),
        initial={"team": about.team if about else None},
    )
    made = submit(form, lambda given: _silence(request, given["asked"]))
    if made:
        messages.success(request, "It is silenced. What still goes on at the end is told then.")
        return redirect("alert", about.pk) if about else redirect("silences")
    cancel = reverse("alert", args=[about.pk]) if about else reverse("silences")
    context = {"form": form, "alert": about, "cancel": cancel, "crumbs": _crumbs(about)}
    return render(request, "notifications/silence_form.html", context)


@require_POST
@require(Capability.HANDLE_ALERTS)
def silence_end(request: HttpRequest, silence_id: int) -> HttpResponse:
    """End a silence before its time."""
    one = get_object_or_404(silences(), pk=silence_id)
    if one.pk not in endable(request.user, [one]):
        raise PermissionDenied(NOT_YOUR_SILENCE)
    if services.end_silence(one, actor(request), timezone.now()):
        messages.success(request, "The silence has ended. What it kept quiet and still goes on is told now.")
    else:
        messages.info(request, "The silence is over already.")
    return redirect("silences")


def _past(now: dt.datetime, cursor: str) -> tuple[list[Silence], str]:
    found = silences().filter(ends_at__lte=now)
    if cursor:
        after = PLACES.decode(cursor)
        found = found.filter(Q(ends_at__lt=after.ends_at) | Q(ends_at=after.ends_at, pk__lt=after.id))
    rows = list(found[: PAGE + 1])
    end = rows[PAGE - 1] if rows[PAGE:] else None
    return rows[:PAGE], PLACES.encode(Place(end.ends_at, end.pk)) if end else ""


def _lines(request: HttpRequest, found: list[Silence]) -> list[dict[str, Any]]:
    ends = endable(request.user, found)
    return [{"silence": one, "can_end": one.pk in ends} for one in found]


def _may_create(who: Any) -> bool:
    return can(who, Capability.MANAGE_ALL_CHANNELS) or (
        can(who, Capability.HANDLE_ALERTS) and own_teams(who).exists()
    )


def _alert(request: HttpRequest) -> Alert | None:
    wanted = request.GET.get("alert", "")
    if not wanted:
        return None
    number = whole_number("alert", wanted, minimum=1, maximum=MOST_ID)
    return get_object_or_404(Alert.objects.select_related("team"), pk=number)


def _silence(request: HttpRequest, asked: Asked) -> Silence:
    return services.silence(
        reason=asked.reason,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        user=actor(request),
        now=timezone.now(),
        subject=asked.subject,
        subject_name=asked.subject_name,
        source=Source(asked.source) if asked.source else None,
        team=asked.team,
    )


def _crumbs(about: Alert | None) -> list[dict[str, str]]:
    if about is None:
        return [{"href": reverse("silences"), "label": "Silences"}]
    above = {"href": reverse("alerts"), "label": "Alerts"}
    return [above, {"href": reverse("alert", args=[about.pk]), "label": about.title}]
