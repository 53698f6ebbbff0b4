"""Reading who may be told: channels that are not paused, and people by e-mail."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q

from finops.accounts import selectors as accounts
from finops.accounts.models import Role, Team, User
from finops.accounts.zones import seen_zone
from finops.notifications.models import Channel, Preference
from finops.notifications.quiet import Quiet
from finops.notifications.routing import Person, Place, Recipient
from finops.notifications.types import Digest, Severity


def everybody() -> dict[str, Recipient]:
    """Channels and people who are told of anything, by their key: four queries."""
    found: list[Recipient] = [*places(), *people()]
    return {one.recipient: one for one in found}


def places() -> list[Place]:
    """Channels that are neither paused nor archived."""
    found = Channel.objects.filter(paused_at=None, archived_at=None)
    return [_place(one) for one in found.prefetch_related(Prefetch("teams", Team.objects.only("pk")))]


def people() -> list[Person]:
    """Active people who are told of something. Nobody where the installation sends no mail."""
    if settings.MAIL_SERVER is None:
        return []
    asked = Q(preference__least_severity__gt="") | Q(preference=None, role=Role.LEAD)
    found = User.objects.filter(asked, is_active=True).select_related("preference")
    home = accounts.time_zone()
    known = found.prefetch_related(Prefetch("teams", Team.objects.only("pk")))
    return [person for user in known if (person := person_of(user, home)).least is not None]


def person_of(user: User, home: ZoneInfo) -> Person:
    """What somebody wants to be told; `home` is the time zone of the organisation."""
    wanted = getattr(user, "preference", None) or default(user)
    quiet = Quiet(wanted.quiet_from, wanted.quiet_until) if wanted.quiet_from and wanted.quiet_until else None
    return Person(
        user.pk,
        frozenset(team.pk for team in user.teams.all()),
        seen_zone(user.time_zone, "") or home,
        wanted.all_teams,
        Severity(wanted.least_severity) if wanted.least_severity else None,
        wanted.tells_recovery,
        Digest(wanted.digest),
        wanted.digest_at,
        wanted.digested_at,
        quiet,
        wanted.critical_breaks_quiet,
    )


def default(user: User) -> Preference:
    """What somebody is told who never said: leads warnings of their teams, others nothing."""
    least = str(Severity.WARNING) if user.role == Role.LEAD else ""
    return Preference(user=user, least_severity=least)


def _place(one: Channel) -> Place:
    return Place(
        one.pk,
        frozenset(team.pk for team in one.teams.all()),
        frozenset(one.sources),
        Severity(one.least_severity),
        one.tells_recovery,
        one.again_after,
    )
