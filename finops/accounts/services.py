"""Writing people, projects, keys and the organisation. Each change and its audit entry commit together."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from finops.accounts import keys, owners, selectors
from finops.accounts.models import (
    ApiKey,
    ContentPolicy,
    ExchangeRate,
    Invitation,
    Organisation,
    Project,
    Role,
    Scope,
    Team,
    User,
)
from finops.accounts.zones import BROWSER, ORGANISATION, is_zone
from finops.audit.services import record
from finops.core.periods import month_start

Actor = User | str  # a person, or the name of the command or key that acts
COMMAND = "spanledger"
PROJECT_NAME_LENGTH = 100
MOST_RATE = Decimal(10) ** 9


class Refused(ValueError):
    """A change that would leave the installation in a bad state; the message says why and what to do."""


def project_get_or_create(name: str, *, actor: Actor = COMMAND) -> Project:
    """The project of this name, made with the installation's content policy when it is missing.

    Raises Refused for a name that is empty or longer than 100 characters.
    """
    if not 0 < len(name) <= PROJECT_NAME_LENGTH:
        raise Refused(f"The name of a project has 1 to {PROJECT_NAME_LENGTH} characters, not {len(name)}.")
    with transaction.atomic():
        project, created = Project.objects.get_or_create(
            name=name,
            defaults={"content_policy": settings.CONTENT_POLICY, "pseudonym_key": secrets.token_bytes(32)},
        )
        if created:
            detail = {"content_policy": project.content_policy}
            record(actor=actor, action="accounts.project.create", target=name, detail=detail)
    return project


@transaction.atomic
def project_create(
    *, name: str, content_policy: ContentPolicy | str, owner_team: Team | None, actor: Actor
) -> Project:
    """A new project. Raises Refused when the name is taken."""
    if Project.objects.filter(name=name).exists():
        raise Refused(f"There is already a project named {name}.")
    project = Project.objects.create(
        name=name,
        content_policy=content_policy,
        owner_team=owner_team,
        pseudonym_key=secrets.token_bytes(32),
    )
    owners.own_from_birth(project)
    detail = {"content_policy": content_policy, "owner_team": str(owner_team or "")}
    record(actor=actor, action="accounts.project.create", target=name, detail=detail)
    return project


@transaction.atomic
def project_update(
    *,
    project: Project,
    content_policy: ContentPolicy | str,
    owner_team: Team | None,
    actor: Actor,
    owned_since: dt.datetime | None = None,
) -> Project:
    """Change what happens to a project's content and which team owns unclaimed spend.

    The team owns it from `owned_since` (aware) on, which lies in the past; from now on without it.
    """
    before = {"content_policy": project.content_policy, "owner_team": str(project.owner_team or "")}
    project.content_policy, project.owner_team = content_policy, owner_team
    project.save(update_fields=["content_policy", "owner_team"])
    after = {"content_policy": content_policy, "owner_team": str(owner_team or "")}
    if owned_since or before["owner_team"] != after["owner_team"]:
        owners.own_since(project, owned_since)
    if owned_since:
        before, after = {**before, "owned_since": ""}, {**after, "owned_since": owned_since.isoformat()}
    _record_difference(actor, "accounts.project.update", project.name, before, after)
    return project


@transaction.atomic
def key_create(
    *,
    project: Project,
    scope: Scope | str,
    name: str = "",
    actor: Actor,
    expires_at: dt.datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is stored nowhere: show it once."""
    new = keys.new_key(Scope(scope).value)
    key = ApiKey.objects.create(
        project=project,
        name=name,
        scope=scope,
        prefix=new.prefix,
        digest=new.digest,
        created_by=None if isinstance(actor, str) else actor,
        expires_at=expires_at,
    )
    detail = {"project": project.name, "scope": str(scope), "name": name}
    record(actor=actor, action="accounts.key.create", target=new.prefix, detail=detail)
    return key, new.secret


@transaction.atomic
def key_revoke(*, key: ApiKey, actor: Actor) -> None:
    """Make a key useless for good. Revoking twice changes nothing."""
    revoked = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())
    if revoked:
        detail = {"project": key.project.name, "scope": key.scope, "name": key.name}
        record(actor=actor, action="accounts.key.revoke", target=key.prefix, detail=detail)


@transaction.atomic
def user_create(
    *,
    email: str,
    role: Role | str,
    actor: Actor,
    name: str = "",
    teams: Iterable[Team] = (),
    password: str | None = None,
) -> tuple[User, str]:
    """A new person and the password to hand over, generated when none is given.

    Raises Refused when somebody has the address already, in whatever case.
    """
    refuse_known(email)
    password = password or new_password()
    user = User.objects.create_user(email, password, name=name, role=Role(role).value)
    user.teams.set(teams)
    # An invitation that is still open could be accepted no more.
    Invitation.objects.filter(email__iexact=email, closed_at=None).update(closed_at=timezone.now())
    record(actor=actor, action="accounts.user.create", target=user.email, detail=_access(user))
    return user, password


def refuse_known(email: str) -> None:
    """Raises Refused when somebody has this address, in whatever case."""
    known = User.objects.filter(email__iexact=email).first()
    if known:
        again = "" if known.is_active else ", which is deactivated. Activate it again under Users"
        raise Refused(f"{email} has an account already{again}.")


@transaction.atomic
def user_update(*, user: User, name: str, role: Role | str, teams: Iterable[Team], actor: Actor) -> User:
    """Change a person's name, role and teams.

    Raises Refused for the last administrator and for one's own role.
    """
    if Role(role) is not Role.ADMIN:
        _keep_an_administrator(user)
    if user == actor and role != user.role:
        raise Refused("You cannot change your own role. Ask another administrator.")
    before = _access(user)
    user.name, user.role = name, Role(role).value
    user.save(update_fields=["name", "role"])
    # Archived teams are not offered, so that they were not chosen says nothing.
    user.teams.set([*teams, *user.teams.exclude(archived_at=None)])
    _record_difference(actor, "accounts.user.update", user.email, before, _access(user))
    return user


@transaction.atomic
def time_zone_choose(*, user: User, time_zone: str) -> None:
    """Show moments to a person in a zone by its name, in `BROWSER`'s or in the `ORGANISATION`'s.

    Raises Refused for a zone that does not exist.
    """
    if time_zone not in (ORGANISATION, BROWSER):
        _require_zone(time_zone)
    before, user.time_zone = user.time_zone, time_zone
    user.save(update_fields=["time_zone"])
    _record_difference(
        user, "accounts.user.update", user.email, {"time_zone": before}, {"time_zone": time_zone}
    )


@transaction.atomic
def user_deactivate(*, user: User, actor: Actor) -> None:
    """End a person's sign-in and sessions; what they did stays.

    Raises Refused for oneself and for the last administrator.
    """
    if user == actor:
        raise Refused("You cannot deactivate your own account. Ask another administrator.")
    _keep_an_administrator(user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        record(actor=actor, action="accounts.user.deactivate", target=user.email)


@transaction.atomic
def user_activate(*, user: User, actor: Actor) -> None:
    """Let a deactivated person sign in again."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        record(actor=actor, action="accounts.user.activate", target=user.email)


@transaction.atomic
def user_reset_password(*, user: User, actor: Actor) -> str:
    """A new password to hand over; the old one and every open session end."""
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actor=actor, action="accounts.user.reset_password", target=user.email)
    return password


@transaction.atomic
def team_create(*, name: str, actor: Actor) -> Team:
    """A new team. Raises Refused when the name is taken."""
    _require_free_name(name)
    team = Team.objects.create(name=name)
    record(actor=actor, action="accounts.team.create", target=name)
    return team


@transaction.atomic
def team_update(*, team: Team, name: str, members: Iterable[User], actor: Actor) -> Team:
    """Change a team's name and members. Raises Refused when the name is taken."""
    _require_free_name(name, but=team)
    before = _team(team)
    team.name = name
    team.save(update_fields=["name"])
    team.members.set(members)
    if name != before["name"]:
        owners.own_by_new_name(team)
    _record_difference(actor, "accounts.team.update", str(before["name"]), before, _team(team))
    return team


@transaction.atomic
def team_archive(*, team: Team, actor: Actor) -> None:
    """Offer a team no longer. Raises Refused while a project gives it the spend nobody claims."""
    owned = [project.name for project in Project.objects.filter(owner_team=team)]
    if owned:
        raise Refused(f"{team.name} owns {', '.join(owned)}. Choose another owner team there first.")
    if Team.objects.filter(pk=team.pk, archived_at=None).update(archived_at=timezone.now()):
        record(actor=actor, action="accounts.team.archive", target=team.name)


@transaction.atomic
def team_restore(*, team: Team, actor: Actor) -> None:
    """Offer an archived team again."""
    if Team.objects.filter(pk=team.pk).exclude(archived_at=None).update(archived_at=None):
        record(actor=actor, action="accounts.team.restore", target=team.name)


@transaction.atomic
def organisation_update(
    *,
    name: str,
    time_zone: str,
    actor: Actor,
    fiscal_year_start: int | None = None,
    reporting_currency: str | None = None,
) -> Organisation:
    """Change the organisation's name, calendar and reporting currency; what is None stays.

    Once there is spend another zone waits for the workers, who count all days anew. Raises Refused for a
    zone that does not exist.
    """
    _require_zone(time_zone)
    # Settling holds the row while it adds to days, so that nobody adds to those of another zone.
    organisation, _ = Organisation.objects.select_for_update().get_or_create(id=1)
    waits = time_zone != organisation.time_zone and selectors.calendar_is_in_use()
    after = {
        "name": name,
        "time_zone": organisation.time_zone if waits else time_zone,
        "next_time_zone": time_zone if waits else None,
        "fiscal_year_start": fiscal_year_start or organisation.fiscal_year_start,
        "reporting_currency": organisation.reporting_currency
        if reporting_currency is None
        else reporting_currency,
    }
    before = {field: getattr(organisation, field) for field in after}
    for field, value in after.items():
        setattr(organisation, field, value)
    organisation.save(update_fields=list(after))
    _record_difference(actor, "accounts.organisation.update", name, before, after)
    return organisation


@transaction.atomic
def exchange_rate_set(*, currency: str, month: dt.date, rate: Decimal, actor: Actor) -> ExchangeRate:
    """Say what a US dollar is worth in a month; what was said before is in the audit log. Raises Refused."""
    if not rate.is_finite() or not 0 < rate <= MOST_RATE:
        raise Refused("A rate is more than 0: so many units of the currency for one US dollar.")
    month = month_start(month)
    known = ExchangeRate.objects.filter(currency=currency, month=month).first()
    found, _ = ExchangeRate.objects.update_or_create(
        currency=currency, month=month, defaults={"rate": rate, "set_at": timezone.now()}
    )
    target = f"{currency} {month:%Y-%m}"
    before = {"rate": str(known.rate.normalize()) if known else None}
    _record_difference(
        actor, "accounts.exchange_rate.update", target, before, {"rate": str(rate.normalize())}
    )
    return found


def _require_zone(name: str) -> None:
    if not is_zone(name):
        raise Refused(f"There is no time zone {name}. Use a name such as Europe/Berlin.")


def _require_free_name(name: str, *, but: Team | None = None) -> None:
    taken = Team.objects.filter(name=name).first()
    if taken and taken != but:
        kind = "an archived team" if taken.archived_at else "already a team"
        raise Refused(f"There is {kind} named {name}.{' Restore it below.' if taken.archived_at else ''}")


def _team(team: Team) -> dict[str, object]:
    return {"name": team.name, "members": sorted(team.members.values_list("email", flat=True))}


def new_password() -> str:
    """A password of 120 random bits."""
    return secrets.token_urlsafe(15)


def _access(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": str(user.role),
        "teams": sorted(user.teams.values_list("name", flat=True)),
    }


def _keep_an_administrator(user: User) -> None:
    # The rows stay locked, so two administrators cannot remove each other at the same moment.
    administrators = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
    if [administrator.pk for administrator in administrators.order_by("pk")] == [user.pk]:
        raise Refused(f"{user.email} is the only administrator. Make somebody else one first.")


def _record_difference(
    actor: Actor, action: str, target: str, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    changed = {name: [before[name], value] for name, value in after.items() if value != before[name]}
    if changed:
        record(actor=actor, action=action, target=target, detail=changed)
