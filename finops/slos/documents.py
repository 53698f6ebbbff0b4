"""An SLO as the API spells it, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from ninja import Schema
from pydantic import Field

from finops.accounts.models import Project, Team
from finops.ledger.types import Indicator, Subject
from finops.slos.models import LEAST, MOST, Slo
from finops.slos.rules import BadSlo, check_indicator, check_threshold, said_threshold, stored_threshold
from finops.slos.types import MissingData, Severity, WindowKind

WHOLE = r"^[^\x00]*$"  # Postgres refuses NUL
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=WHOLE)]
Value = Annotated[str, Field(min_length=1, max_length=256, pattern=WHOLE)]
Text = Annotated[str, Field(max_length=2_000, pattern=WHOLE)]
Threshold = Annotated[Decimal, Field(ge=0, le=1_000_000_000, max_digits=18, decimal_places=9)]
Objective = Annotated[
    Decimal, Field(ge=Decimal(str(LEAST)), le=Decimal(str(MOST)), max_digits=6, decimal_places=3)
]
INDICATORS = {one.name.lower(): one for one in Indicator}


class SloDocument(Schema, extra="forbid"):
    """What an SLO says. `threshold` is in milliseconds, or USD for a cost; errors need none. `project` and
    `owner_team` are names; left out: all projects, no team."""

    name: Name
    subject: Subject
    value: Value
    indicator: Text
    threshold: Threshold | None = None
    objective_percent: Objective
    window: WindowKind = WindowKind.ROLLING_28
    severity: Severity = Severity.TICKET
    minimum_events: Annotated[int, Field(ge=1, le=1_000_000)] = 10
    missing_data: MissingData = MissingData.IGNORE
    project: Value | None = None
    environment: Annotated[str, Field(max_length=256, pattern=WHOLE)] | None = None
    owner_team: Value | None = None
    description: Text = ""


class Around(NamedTuple):
    """What documents name: teams that there are and projects."""

    teams: Mapping[str, Team]
    projects: Mapping[str, Project]


def around() -> Around:
    """The teams and projects of now."""
    teams = {team.name: team for team in Team.objects.filter(archived_at=None)}
    return Around(teams, {project.name: project for project in Project.objects.all()})


def content_from(given: SloDocument, known: Around) -> dict[str, Any]:
    """The fields of an SLO that a document tells. Raises BadSlo."""
    if given.indicator not in INDICATORS:
        raise BadSlo("indicator", f"there is no such indicator. Use one of {', '.join(INDICATORS)}.")
    indicator = INDICATORS[given.indicator]
    check_indicator(indicator, given.subject)
    check_threshold(indicator, given.threshold)
    same = ("name", "value", "window", "severity", "minimum_events", "missing_data", "description", "subject")
    return {
        **{name: getattr(given, name) for name in same},
        "indicator": indicator,
        "objective": given.objective_percent,
        "threshold": stored_threshold(indicator, given.threshold),
        "environment": given.environment or "",
        "project": _named("project", given.project, known.projects),
        "owner_team": _named("owner_team", given.owner_team, known.teams),
    }


def document(slo: Slo) -> dict[str, Any]:
    """What a stored SLO says."""
    indicator = Indicator(slo.indicator)
    return {
        "name": slo.name,
        "subject": slo.subject,
        "value": slo.value,
        "indicator": indicator.name.lower(),
        "threshold": said_threshold(indicator, slo.threshold),
        "objective_percent": f"{slo.objective.normalize():f}",
        "window": slo.window,
        "severity": slo.severity,
        "minimum_events": slo.minimum_events,
        "missing_data": slo.missing_data,
        "project": slo.project.name if slo.project else None,
        "environment": slo.environment or None,
        "owner_team": slo.owner_team.name if slo.owner_team else None,
        "description": slo.description,
    }


def _named(field: str, name: str | None, known: Mapping[str, Any]) -> Any:
    if name is None:
        return None
    if name not in known:
        raise BadSlo(field, f"there is no {field.removeprefix('owner_')} {name[:60]!r}. Make it in Settings.")
    return known[name]
