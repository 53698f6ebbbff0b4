"""Who may change which budget."""

from typing import Any

from finops.accounts import selectors as accounts
from finops.accounts.models import User
from finops.accounts.permissions import Capability, can
from finops.budgets.models import Budget
from finops.budgets.rules import BadBudget
from finops.budgets.services import Content
from finops.budgets.types import Enforcement

TEAM = "team"


def can_change(who: Any, budget: Budget) -> bool:
    """Whether a person or key may change this budget: leads those of their teams."""
    if not can(who, Capability.MANAGE_BUDGETS):
        return False
    return can(who, Capability.MANAGE_ALL_BUDGETS) or (
        budget.owner_team is not None and budget.owner_team.name in own_teams(who)
    )


def check_content(who: Any, content: Content) -> None:
    """Raises BadBudget for what somebody may not say, who may only manage budgets of their teams.

    They own what they make, and hold back nobody else's calls.
    """
    if can(who, Capability.MANAGE_ALL_BUDGETS):
        return
    teams = own_teams(who)
    if content.owner_team is None or content.owner_team.name not in teams:
        choices = ", ".join(sorted(teams)) or "none: ask an administrator to add you to your team"
        raise BadBudget("owner_team", f"Choose one of your teams: {choices}.")
    about = {name for one in content.terms.scope.filters if one.dimension == TEAM for name in one.values}
    if content.enforcement in (Enforcement.WARN, Enforcement.DENY) and not (about and about <= teams):
        problem = "Only calls of your own teams can be held back: add a filter on team, or choose shadow."
        raise BadBudget("enforcement", problem)


def own_teams(who: Any) -> frozenset[str]:
    """The names of the teams somebody belongs to."""
    return accounts.team_names(who) if isinstance(who, User) else frozenset()
