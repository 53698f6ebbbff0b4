"""Who may change which channel, and silence what."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from finops.accounts import selectors as accounts
from finops.accounts.models import Team, User
from finops.accounts.permissions import Capability, can
from finops.notifications.models import Channel, Silence

NOT_YOURS = "This channel belongs to another team. Ask its leads or an administrator to change it."
NOT_YOUR_SILENCE = "You may silence alerts of your own teams. Ask an administrator for the others."


def own_teams(who: Any) -> QuerySet[Team]:
    """The teams that somebody may answer for: administrators for all, others for those they belong to."""
    known = Team.objects.filter(archived_at=None)
    if can(who, Capability.MANAGE_ALL_CHANNELS):
        return known
    names = accounts.team_names(who) if isinstance(who, User) else frozenset()
    return known.filter(name__in=names)


def visible_channels(who: Any) -> QuerySet[Channel]:
    """The channels somebody may see and change: administrators all, leads those of their teams."""
    found = Channel.objects.select_related("owner_team", "created_by")
    if can(who, Capability.MANAGE_ALL_CHANNELS):
        return found
    return found.filter(owner_team__in=own_teams(who))


def refuse_other_channels(who: Any, channel: Channel) -> None:
    """Raises PermissionDenied with a sentence for the channel of another team."""
    if not can(who, Capability.MANAGE_ALL_CHANNELS) and channel.owner_team not in own_teams(who):
        raise PermissionDenied(NOT_YOURS)


def may_silence(who: Any, team: Team | None) -> bool:
    """Whether somebody may silence what this team answers for; None: nobody does, or everybody."""
    if not can(who, Capability.HANDLE_ALERTS):
        return False
    return can(who, Capability.MANAGE_ALL_CHANNELS) or (team is not None and team in own_teams(who))


def endable(who: Any, silences: Sequence[Silence]) -> frozenset[int]:
    """Which of these silences somebody may end: those they made, or might have."""
    if not silences or not can(who, Capability.HANDLE_ALERTS):
        return frozenset()
    if can(who, Capability.MANAGE_ALL_CHANNELS):
        return frozenset(one.pk for one in silences)
    teams, person = set(own_teams(who).values_list("pk", flat=True)), getattr(who, "pk", None)
    return frozenset(one.pk for one in silences if one.created_by_id == person or one.team_id in teams)
