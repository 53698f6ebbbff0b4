"""Making, changing and archiving channels, and the secrets of webhooks."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from finops.accounts.permissions import Capability, can, require
from finops.accounts.views.submit import actor, submit
from finops.core.htmx import render_question
from finops.core.parameters import one_of
from finops.core.refusals import teaches
from finops.notifications import channel_services as services
from finops.notifications.channel_forms import ChannelForm
from finops.notifications.channel_views import active_channel
from finops.notifications.chat_services import SERVICES
from finops.notifications.models import Channel
from finops.notifications.types import Kind
from finops.notifications.words import KINDS


@never_cache  # the answer to the form of a webhook shows its secret
@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_CHANNELS)
@teaches
def channel_create(request: HttpRequest) -> HttpResponse:
    """A form for a new channel of the kind in `?kind=`; of a webhook then its secret, once."""
    kind = Kind(one_of("kind", request.GET.get("kind") or Kind.EMAIL, list(Kind)))
    form = _form(request, kind, None)
    who = actor(request)
    made = submit(form, lambda _: services.channel_create(kind=kind, content=form.content, actor=who))
    if made is None:
        return _page(request, form, None)
    if made.secret:
        return _secret(request, made, made.secret)
    messages.success(request, f"Channel {made.name} is saved. Send it a test.")
    return redirect("channel", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_CHANNELS)
def channel_edit(request: HttpRequest, channel_id: int) -> HttpResponse:
    """The same for a channel that there is; its kind stays."""
    channel = active_channel(request, channel_id)
    form = _form(request, Kind(channel.kind), channel)
    who = actor(request)
    saved = submit(form, lambda _: services.channel_change(channel=channel, content=form.content, actor=who))
    if saved is None:
        return _page(request, form, channel)
    messages.success(request, f"Channel {saved.name} is saved.")
    return redirect("channel", saved.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_CHANNELS)
def channel_archive(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Ask, then tell the channel nothing ever again."""
    channel = active_channel(request, channel_id)
    if request.method != "POST":
        cancel = reverse("channel", args=[channel.pk])
        context = {"channel": channel, "title": "Archive channel", "label": "Archive", "cancel": cancel}
        return render_question(request, "notifications/channel_archive.html", context)
    services.channel_archive(channel=channel, actor=actor(request))
    messages.success(request, f"Channel {channel.name} is archived.")
    return redirect("channels")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_CHANNELS)
def channel_secret(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Ask, then sign with a new secret, which is shown once."""
    channel = active_channel(request, channel_id)
    if channel.kind != Kind.WEBHOOK:
        messages.info(request, "Only webhooks have a secret.")
        return redirect("channel", channel.pk)
    if request.method != "POST":
        cancel = reverse("channel", args=[channel.pk])
        context = {"channel": channel, "title": "New secret", "label": "Make a new one", "cancel": cancel}
        return render_question(request, "notifications/channel_secret.html", context)
    return _secret(request, channel, services.secret_rotate(channel=channel, actor=actor(request)))


def _form(request: HttpRequest, kind: Kind, channel: Channel | None) -> ChannelForm:
    return ChannelForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        channel=channel,
        who=request.user,
        must_own=not can(request.user, Capability.MANAGE_ALL_CHANNELS),
    )


def _page(request: HttpRequest, form: ChannelForm, channel: Channel | None) -> HttpResponse:
    create = reverse("channel_create")
    tabs = [
        {"href": f"{create}?kind={kind}", "label": label, "current": kind == form.kind}
        for kind, label in KINDS.items()
    ]
    cancel = reverse("channel", args=[channel.pk]) if channel else reverse("channels")
    context = {
        "form": form,
        "channel": channel,
        "kind": form.kind,
        "tabs": tabs,
        "cancel": cancel,
        "services": list(SERVICES.values()),
        "has_mail": settings.MAIL_SERVER is not None,
    }
    return render(request, "notifications/channel_form.html", context)


def _secret(request: HttpRequest, channel: Channel, secret: str) -> HttpResponse:
    return render(request, "notifications/channel_secret_shown.html", {"channel": channel, "secret": secret})
