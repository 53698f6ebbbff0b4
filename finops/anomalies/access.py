"""Who may say that an anomaly is expected, and which a key may see."""

from typing import Any

from finops.accounts import selectors as accounts
from finops.accounts.callers import Caller
from finops.accounts.models import Project, User
from finops.accounts.permissions import Capability, can
from finops.anomalies.models import Anomaly
from finops.anomalies.news import team_of


def can_judge(who: Any, one: Anomaly) -> bool:
    """Whether somebody may mark it as expected: leads those of their teams, finance all."""
    if not can(who, Capability.JUDGE_ANOMALIES):
        return False
    if can(who, Capability.SET_ANOMALIES):
        return True
    return isinstance(who, User) and team_of(one) in accounts.team_names(who)


def project_of(caller: Caller) -> str | None:
    """The name of the only project a caller sees; None: all."""
    if caller.project_id is None:
        return None
    return Project.objects.values_list("name", flat=True).get(pk=caller.project_id)


def only_of(project: str | None) -> dict[str, str]:
    """A condition on anomalies: a key of one project sees those of this project alone. None: all."""
    return {} if project is None else {"dimension": "project", "value": project}
