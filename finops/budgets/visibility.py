"""Which budgets a key may see. A key of one project sees no sum that another project's spend is part of."""

from finops.accounts.callers import Caller
from finops.accounts.models import Project
from finops.budgets.models import Budget
from finops.budgets.types import Scope

PROJECT = "project"


def project_of(caller: Caller) -> str | None:
    """The name of the only project a caller sees; None: all."""
    if caller.project_id is None:
        return None
    return Project.objects.values_list("name", flat=True).get(pk=caller.project_id)


def is_confined(scope: Scope, project: str | None) -> bool:
    """Whether what a budget counts lies within one project; always, where the caller sees all. Pure."""
    if project is None:
        return True
    wanted = [one for one in scope.filters if one.dimension == PROJECT]
    return any(one.values == (project,) and not one.missing for one in wanted)


def only_of(project: str | None) -> dict[str, list[str]]:
    """The same as a condition on the column `filters`."""
    return {} if project is None else {f"filters__{PROJECT}": [project]}


def is_visible(budget: Budget, project: str | None) -> bool:
    """Whether a caller who sees this project, or all, sees the budget. Pure."""
    return project is None or budget.filters.get(PROJECT) == [project]
