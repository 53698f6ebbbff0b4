"""Who may do what: one table, and the few questions asked of it."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from finops.accounts import selectors
from finops.accounts.models import Role, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Capability(StrEnum):
    """One thing a person may do. The value completes the sentence "… may not …"."""

    VIEW_SPEND = "view spend"
    VIEW_TRACES = "view traces"
    VIEW_INGESTION = "view ingestion"
    READ_CONTENT = "read prompts and completions"
    READ_TEAM_CONTENT = "read prompts and completions of their teams"
    MANAGE_PROJECTS = "manage projects"
    MANAGE_KEYS = "manage keys"
    MANAGE_USERS = "manage users"
    MANAGE_TEAMS = "manage teams"
    MANAGE_ORGANISATION = "change the organisation"
    VIEW_AUDIT = "view the audit log"


_EVERYBODY = frozenset({Capability.VIEW_SPEND, Capability.VIEW_TRACES, Capability.VIEW_INGESTION})

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMIN: frozenset(Capability),
    Role.FINANCE: _EVERYBODY,
    Role.LEAD: _EVERYBODY | {Capability.READ_TEAM_CONTENT},
    Role.ENGINEER: _EVERYBODY | {Capability.READ_CONTENT},
}


def can(user: Any, capability: Capability) -> bool:
    """Whether a person has a capability. Nobody, the deactivated and unknown roles have none."""
    if not (isinstance(user, User) and user.is_active and user.role in Role.values):
        return False
    return capability in CAPABILITIES[Role(user.role)]


def can_read_content(user: Any, team: str | None) -> bool:
    """Whether a person may read prompts and completions of a trace that belongs to `team`.

    `team` is the name the trace is attributed to, None when it is unattributed.
    """
    if can(user, Capability.READ_CONTENT):
        return True
    return team is not None and can(user, Capability.READ_TEAM_CONTENT) and team in selectors.team_names(user)


def require(capability: Capability) -> Callable[[View[P]], View[P]]:
    """Answers 403 with a sentence to everybody without the capability."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not can(request.user, capability):
                raise PermissionDenied(refusal(request.user, capability))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def refusal(user: Any, capability: Capability) -> str:
    """Why a person may not, and what to do."""
    role = Role(user.role).label if isinstance(user, User) else "Nobody signed in"
    return f"The role {role} may not {capability}. Ask an administrator if you need to."
