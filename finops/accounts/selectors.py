"""Reading people, projects and the organisation."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from finops.accounts.models import ApiKey, ExchangeRate, Organisation, Project, Role, Team, User
from finops.core.once import once


def organisation() -> Organisation:
    """The organisation, with its defaults until somebody names it."""
    return once("organisation", lambda: Organisation.objects.filter(id=1).first() or Organisation(id=1))


def time_zone() -> ZoneInfo:
    """Where the organisation's days and months end."""
    return ZoneInfo(organisation().time_zone)


def fiscal_year_start() -> int:
    """The month in which the organisation's fiscal year begins, 1 to 12."""
    return organisation().fiscal_year_start


def exchange_rates(currency: str) -> dict[dt.date, Decimal]:
    """Units of a currency for one US dollar, by the first day of the month, the newest first."""
    found = ExchangeRate.objects.filter(currency=currency).order_by("-month")
    return dict(found.values_list("month", "rate"))


def calendar_is_in_use() -> bool:
    """Whether spend is kept by days of the organisation's time zone already."""
    # The ledger lies above accounts and cannot be imported; only this question is asked of its table.
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM spend_daily)")
        (in_use,) = cursor.fetchone()
    return bool(in_use)


def team_names(user: User) -> frozenset[str]:
    """The names of the teams a person belongs to, as spend is attributed to them."""
    return frozenset(user.teams.values_list("name", flat=True))


def projects(*, now: dt.datetime) -> QuerySet[Project]:
    """All projects with their number of working keys and when one was last used."""
    working = Q(keys__revoked_at=None) & (Q(keys__expires_at=None) | Q(keys__expires_at__gt=now))
    return Project.objects.select_related("owner_team").annotate(
        key_count=Count("keys", filter=working), last_used_at=Max("keys__last_used_at")
    )


def project_names(ids: Iterable[int]) -> list[str]:
    """The names of these projects."""
    return list(Project.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))


def keys(*, project_id: int | None = None) -> QuerySet[ApiKey]:
    """All keys, or those of one project: those that are not revoked first, the newest first."""
    found = ApiKey.objects.select_related("project", "created_by")
    found = found.order_by(F("revoked_at").desc(nulls_first=True), "-created_at")
    return found if project_id is None else found.filter(project_id=project_id)


def working_keys(now: dt.datetime) -> QuerySet[ApiKey]:
    """Those that are neither revoked nor expired."""
    return ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)


def refused_keys(*, since: dt.datetime, most: int) -> list[ApiKey]:
    """Keys that were used since then although they are revoked or have expired, the last one first."""
    found = ApiKey.objects.filter(last_refused_at__gte=since).select_related("project")
    return list(found.order_by("-last_refused_at")[:most])


def users() -> QuerySet[User]:
    """Everybody, those who can sign in first."""
    return User.objects.prefetch_related("teams").order_by("-is_active", "email")


def administrators(*, most: int) -> list[str]:
    """The addresses of some administrators, who signed in last first."""
    found = User.objects.filter(role=Role.ADMIN, is_active=True)
    found = found.order_by(F("last_login").desc(nulls_last=True), "email")
    return list(found.values_list("email", flat=True)[:most])


def teams() -> QuerySet[Team]:
    """All teams with their members and projects, archived ones last."""
    found = Team.objects.prefetch_related("members", "project_set")
    return found.order_by(F("archived_at").asc(nulls_first=True), "name")
