"""Who may change which journey and which SLO: administrators all, leads those of their teams."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied

from finops.accounts import selectors as accounts
from finops.accounts.models import Team, User
from finops.accounts.permissions import Capability, can
from finops.journeys.models import Journey


def may_change(who: Any, owner: Team | None) -> bool:
    """Whether somebody may change what a team owns."""
    if can(who, Capability.MANAGE_ALL_SLOS):
        return True
    return can(who, Capability.MANAGE_SLOS) and owner is not None and owner.name in own_teams(who)


def check_owner(who: Any, owner: Team | None) -> None:
    """Raises ValidationError when somebody may not give this to that team."""
    if not may_change(who, owner):
        choices = (
            ", ".join(sorted(own_teams(who))) or "none yet: ask an administrator to add you to your team"
        )
        raise forms.ValidationError(f"Choose one of your teams: {choices}.")


def refuse_others(who: Any, owner: Team | None) -> None:
    """Raises PermissionDenied with a sentence when somebody may not change what a team owns."""
    if not may_change(who, owner):
        whose = f"the team {owner.name}" if owner else "no team"
        raise PermissionDenied(f"This belongs to {whose}. You may change what your own teams own.")


def may_state_worth(who: Any, journey: Journey | None) -> bool:
    """Whether somebody may say what runs are worth: finance of all, leads of what their teams own."""
    if can(who, Capability.STATE_ALL_WORTHS):
        return True
    owner = journey.owner_team if journey else None
    return can(who, Capability.STATE_WORTH) and owner is not None and owner.name in own_teams(who)


def refuse_worth_of_others(who: Any, journey: Journey | None) -> None:
    """Raises PermissionDenied with a sentence when somebody may not say what its runs are worth."""
    if not may_state_worth(who, journey):
        raise PermissionDenied(
            "Finance says what these runs are worth, or a lead of the team they belong to."
        )


def own_teams(who: Any) -> frozenset[str]:
    """The names of the teams somebody belongs to."""
    return accounts.team_names(who) if isinstance(who, User) else frozenset()
