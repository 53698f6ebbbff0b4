"""Who is told of an alert, and when it may go out. Pure."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.notifications.quiet import Quiet, quiet_until
from finops.notifications.types import Digest, Severity, Source

GATHERED = dt.timedelta(seconds=30)  # what comes within it is one message
LOUDNESS = {severity: number for number, severity in enumerate(Severity)}  # the loudest is 0


class Concern(NamedTuple):
    """What of an alert decides who is told."""

    source: Source
    severity: Severity
    team: int | None


class Place(NamedTuple):
    """A channel: teams and sources it is told of, none of them: all."""

    id: int
    teams: frozenset[int]
    sources: frozenset[str]
    least: Severity
    tells_recovery: bool
    again_after: dt.timedelta | None = None

    @property
    def recipient(self) -> str:
        """It among everybody who is told."""
        return f"channel:{self.id}"

    def wants(self, concern: Concern) -> bool:
        """Whether it is told of such an alert."""
        of_team = not self.teams or concern.team in self.teams
        of_source = not self.sources or concern.source in self.sources
        return of_team and of_source and is_as_loud(concern.severity, self.least)

    def due(self, concern: Concern, now: dt.datetime) -> dt.datetime:
        """When a message about it goes out: after what belongs to it has come."""
        return now + GATHERED


class Person(NamedTuple):
    """A person who is told by e-mail: of their teams, or of everything. `least` None: of nothing."""

    id: int
    teams: frozenset[int]
    zone: ZoneInfo
    all_teams: bool
    least: Severity | None
    tells_recovery: bool
    digest: Digest
    digest_at: dt.time
    digested_at: dt.datetime | None
    quiet: Quiet | None
    critical_breaks_quiet: bool

    @property
    def recipient(self) -> str:
        """They among everybody who is told."""
        return f"user:{self.id}"

    def wants(self, concern: Concern) -> bool:
        """Whether they are told of such an alert."""
        of_team = self.all_teams or concern.team in self.teams
        return self.least is not None and of_team and is_as_loud(concern.severity, self.least)

    def due(self, concern: Concern, now: dt.datetime) -> dt.datetime:
        """When a message about it goes out: after what belongs to it has come, and not in quiet hours."""
        soon = now + GATHERED
        if self.critical_breaks_quiet and concern.severity == Severity.CRITICAL:
            return soon
        return quiet_until(self.quiet, self.zone, soon) or soon


Recipient = Place | Person


def is_as_loud(severity: Severity, least: Severity) -> bool:
    """Whether it is at least that loud."""
    return LOUDNESS[severity] <= LOUDNESS[least]
