"""Channels: the list, one of them with its log, and sending to it."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor
from finops.core.refusals import teaches
from finops.notifications import services
from finops.notifications.access import refuse_other_channels, visible_channels
from finops.notifications.channel_log import last_test, listed, page_of, what_it_is_told
from finops.notifications.channel_services import channel_pause
from finops.notifications.models import Channel, Message
from finops.notifications.types import State

PAGE = 25


@require_safe
@require(Capability.MANAGE_CHANNELS)
def channels(request: HttpRequest) -> HttpResponse:
    """All channels that somebody answers for, what they are told and whether it arrives; `?archived=1`."""
    archived = request.GET.get("archived", "") == "1"
    mine = visible_channels(request.user).prefetch_related("teams")
    found = listed(mine.filter(archived_at__isnull=not archived))
    context = {
        "rows": found,
        "archived": archived,
        "has_archived": archived or mine.exclude(archived_at=None).exists(),
        "failing": [
            row for row in found if row.last and row.last.remark and row.last.message.state != State.SENT
        ],
    }
    return render(request, "notifications/channels.html", context)


@require_safe
@require(Capability.MANAGE_CHANNELS)
@teaches
def channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """One channel: where it leads, what it is told, and everything it was sent."""
    one = own_channel(request, channel_id)
    cursor = request.GET.get("cursor", "")
    log, following = page_of(one, cursor, most=PAGE)
    context = {
        **_tested(one, timezone.now()),
        "log": log,
        "cursor": cursor,
        "older": f"?cursor={following}" if following else "",
        "sentence": what_it_is_told(one),
        "crumbs": [{"href": reverse("channels"), "label": "Channels"}],
    }
    return render(request, "notifications/channel.html", context)


@require_safe
@require(Capability.MANAGE_CHANNELS)
def channel_tested(request: HttpRequest, channel_id: int) -> HttpResponse:
    """How the last test went: a part of the page of a channel."""
    one = own_channel(request, channel_id)
    return render(request, "notifications/_test.html", _tested(one, timezone.now()))


@require_POST
@require(Capability.MANAGE_CHANNELS)
def channel_test(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Send a message that says it is a test."""
    one = active_channel(request, channel_id)
    services.send_test(one, actor(request), timezone.now())
    return redirect("channel", one.pk)


@require_POST
@require(Capability.MANAGE_CHANNELS)
def channel_again(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Try a message once more that was given up."""
    one = active_channel(request, channel_id)
    wanted = _id(request.POST.get("message", ""))
    found = Message.objects.filter(channel=one, pk=wanted).first() if wanted else None
    if found and services.try_again(found, actor(request), timezone.now()):
        messages.success(request, "It is tried again within seconds.")
    else:
        messages.info(request, "There is nothing to try again: it waits, or was delivered.")
    return redirect("channel", one.pk)


@require_POST
@require(Capability.MANAGE_CHANNELS)
def channel_switch(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Tell a channel nothing for now, or again."""
    one = active_channel(request, channel_id)
    paused = one.paused_at is None
    channel_pause(channel=one, paused=paused, actor=actor(request))
    what = "is paused: it is told nothing" if paused else "is told again"
    messages.success(request, f"Channel {one.name} {what}.")
    return redirect("channel", one.pk)


def own_channel(request: HttpRequest, channel_id: int) -> Channel:
    """A channel that somebody answers for. Raises Http404 and PermissionDenied."""
    known = Channel.objects.select_related("owner_team", "created_by").prefetch_related("teams")
    found = get_object_or_404(known, pk=channel_id)
    refuse_other_channels(request.user, found)
    return found


def active_channel(request: HttpRequest, channel_id: int) -> Channel:
    """The same, unless it is archived: then there is nothing to change."""
    found = own_channel(request, channel_id)
    if found.archived_at is not None:
        raise Http404
    return found


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _tested(channel: Channel, now: dt.datetime) -> dict[str, Any]:
    return {"channel": channel, "test": last_test(channel, now), "now": now}
