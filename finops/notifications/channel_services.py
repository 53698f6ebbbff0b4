"""Making and changing channels. Each change and its audit entry commit together; secrets are in neither."""

import base64
import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from finops.accounts.models import Team, User
from finops.accounts.services import Refused
from finops.audit.services import record
from finops.notifications.models import Channel
from finops.notifications.types import Kind, Severity, Source
from finops.notifications.words import again_words

SECRET_PREFIX, SECRET_BYTES = "whsec_", 32  # as Standard Webhooks writes and recommends


class Content(NamedTuple):
    """Everything people say of a channel. An empty address leaves the one that is stored."""

    name: str
    address: str
    owner_team: Team | None
    teams: tuple[Team, ...]
    sources: tuple[Source, ...]
    least_severity: Severity
    tells_recovery: bool
    again_after: Any  # datetime.timedelta, None: never


@transaction.atomic
def channel_create(*, kind: Kind, content: Content, actor: User) -> Channel:
    """A new channel; a webhook gets a secret. Raises Refused when the name is taken."""
    secret = new_secret() if kind == Kind.WEBHOOK else ""
    channel = Channel(kind=str(kind), secret=secret, created_by=actor, **_columns(content))
    _save(channel, content.teams)
    detail = {"kind": str(kind), **_detail(channel, content.teams)}
    record(actor=actor, action="notifications.channel.create", target=channel.name, detail=detail)
    return channel


@transaction.atomic
def channel_change(*, channel: Channel, content: Content, actor: User) -> Channel:
    """Let a channel say something else. Raises Refused when the name is taken."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    old, before = channel.address, _detail(channel, channel.teams.all())
    for name, value in _columns(content).items():
        setattr(channel, name, value)
    channel.address = content.address or old
    _save(channel, content.teams)
    after = _detail(channel, content.teams)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if channel.address != old:
        changed["address"] = ["", "changed"]
    if changed:
        record(actor=actor, action="notifications.channel.update", target=channel.name, detail=changed)
    return channel


@transaction.atomic
def channel_pause(*, channel: Channel, paused: bool, actor: User) -> bool:
    """Tell it nothing for now, or again. False if it is so already."""
    wanted = Channel.objects.filter(pk=channel.pk, paused_at__isnull=paused)
    if not wanted.update(paused_at=timezone.now() if paused else None):
        return False
    what = "pause" if paused else "resume"
    record(actor=actor, action=f"notifications.channel.{what}", target=channel.name)
    return True


@transaction.atomic
def channel_archive(*, channel: Channel, actor: User) -> None:
    """Tell it nothing ever again; what it was told stays readable."""
    if Channel.objects.filter(pk=channel.pk, archived_at=None).update(archived_at=timezone.now()):
        record(actor=actor, action="notifications.channel.archive", target=channel.name)


@transaction.atomic
def secret_rotate(*, channel: Channel, actor: User) -> str:
    """A new secret, which signs from now on, and the old one no more: show it once."""
    secret = new_secret()
    Channel.objects.filter(pk=channel.pk).update(secret=secret)
    record(actor=actor, action="notifications.channel.rotate", target=channel.name)
    return secret


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _columns(content: Content) -> dict[str, Any]:
    return {
        "name": content.name,
        "address": content.address,
        "owner_team": content.owner_team,
        "sources": [str(one) for one in content.sources],
        "least_severity": str(content.least_severity),
        "tells_recovery": content.tells_recovery,
        "again_after": content.again_after,
    }


def _detail(channel: Channel, teams: Iterable[Team]) -> dict[str, Any]:
    """As the audit log keeps it: no address, which may hold a password or token."""
    return {
        "name": channel.name,
        "owner_team": str(channel.owner_team or ""),
        "teams": sorted(str(team) for team in teams),
        "sources": sorted(channel.sources),
        "least_severity": channel.least_severity,
        "tells_recovery": channel.tells_recovery,
        "again": again_words(channel.again_after) if channel.again_after else "never",
    }


def _save(channel: Channel, teams: Iterable[Team]) -> None:
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError:
        raise Refused(f"There is already a channel named {channel.name}.") from None
    channel.teams.set(teams)
