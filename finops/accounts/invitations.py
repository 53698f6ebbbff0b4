"""Inviting people by a link. Each change and its audit entry commit together."""

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from finops.accounts import keys
from finops.accounts.models import Invitation, Role, Team, User
from finops.accounts.services import Actor, Refused, refuse_known, user_create
from finops.audit.services import record

VALID_FOR = dt.timedelta(days=7)


def unanswered_invitations() -> QuerySet[Invitation]:
    """Those that nobody accepted or withdrew, newest first, also when they have expired."""
    return Invitation.objects.filter(closed_at=None).select_related("created_by").prefetch_related("teams")


def open_invitations() -> QuerySet[Invitation]:
    """Those that still work, newest first."""
    return unanswered_invitations().filter(expires_at__gt=timezone.now())


def find(token: str) -> Invitation | None:
    """The invitation of a link, None when it has expired or was accepted or withdrawn."""
    return open_invitations().filter(digest=keys.digest(token)).first()


@transaction.atomic
def invite(
    *, email: str, role: Role | str, actor: Actor, teams: Iterable[Team] = ()
) -> tuple[Invitation, str]:
    """An invitation and the token of its link, which is stored nowhere: show it once.

    It takes the place of an earlier one to the same address. Raises Refused for somebody who has an account.
    """
    refuse_known(email)
    now, token = timezone.now(), secrets.token_urlsafe(24)
    Invitation.objects.filter(email__iexact=email, closed_at=None).update(closed_at=now)
    invitation = Invitation.objects.create(
        email=email,
        role=Role(role).value,
        digest=keys.digest(token),
        created_by=None if isinstance(actor, str) else actor,
        expires_at=now + VALID_FOR,
    )
    invitation.teams.set(teams)
    detail = {"role": invitation.role, "teams": sorted(team.name for team in invitation.teams.all())}
    record(actor=actor, action="accounts.invitation.create", target=email, detail=detail)
    return invitation, token


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: Actor) -> None:
    """Make a link useless. Withdrawing twice changes nothing."""
    if Invitation.objects.filter(pk=invitation.pk, closed_at=None).update(closed_at=timezone.now()):
        record(actor=actor, action="accounts.invitation.withdraw", target=invitation.email)


@transaction.atomic
def accept(*, token: str, name: str, password: str) -> User:
    """The account of whoever was invited. Raises Refused when the link works no longer."""
    now, digest = timezone.now(), keys.digest(token)
    # The update takes the row, so of two that come at once one finds it open.
    if not open_invitations().filter(digest=digest).update(closed_at=now):
        raise Refused("This invitation was used, withdrawn or has expired.")
    invitation = Invitation.objects.get(digest=digest)
    user, _ = user_create(
        email=invitation.email,
        role=invitation.role,
        actor=invitation.email,
        name=name,
        teams=invitation.teams.all(),
        password=password,
    )
    return user
