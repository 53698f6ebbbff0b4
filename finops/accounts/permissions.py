"""Who may do what: one table, and the few questions asked of it.

Pages, fragments and the API ask through `require`; a test finds every route that does not.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from finops.accounts import selectors
from finops.accounts.callers import Caller
from finops.accounts.models import Role, Scope, User

P = ParamSpec("P")
Answer = TypeVar("Answer")
View = Callable[Concatenate[HttpRequest, P], Answer]


class Capability(StrEnum):
    """One thing a person may do. The value completes the sentence "… may not …"."""

    VIEW_SPEND = "view spend"
    VIEW_TRACES = "view traces"
    VIEW_METRICS = "view metrics"
    VIEW_INGESTION = "view ingestion"
    READ_CONTENT = "read prompts and completions"
    READ_TEAM_CONTENT = "read prompts and completions of their teams"
    SET_PRICES = "set prices"
    SET_RATES = "set exchange rates"
    MANAGE_PROJECTS = "manage projects"
    MANAGE_KEYS = "manage keys"
    MANAGE_USERS = "manage users"
    MANAGE_TEAMS = "manage teams"
    MANAGE_ORGANISATION = "change the organisation"
    VIEW_AUDIT = "view the audit log"
    MANAGE_RULES = "manage attribution rules"
    MANAGE_DIMENSIONS = "manage custom dimensions"
    MANAGE_VIEWS = "delete views that others share"
    MANAGE_BUDGETS = "manage budgets"
    MANAGE_ALL_BUDGETS = "manage budgets of teams they do not belong to"
    MANAGE_SLOS = "manage journeys and SLOs"
    MANAGE_ALL_SLOS = "manage journeys and SLOs of teams they do not belong to"
    STATE_WORTH = "say what runs of journeys are worth"
    STATE_ALL_WORTHS = "say what runs of journeys of teams they do not belong to are worth"
    JUDGE_ANOMALIES = "mark anomalies of their teams as expected"
    SET_ANOMALIES = "set from when on anomalies are told, and mark any as expected"
    VIEW_ALERTS = "view alerts"
    HANDLE_ALERTS = "acknowledge alerts, and silence those of their teams"
    MANAGE_CHANNELS = "manage channels"
    MANAGE_ALL_CHANNELS = "manage channels and silences of teams they do not belong to"


_EVERYBODY = frozenset(
    {Capability.VIEW_SPEND, Capability.VIEW_TRACES, Capability.VIEW_METRICS, Capability.VIEW_INGESTION}
)
_ALERTS = (Capability.VIEW_ALERTS, Capability.HANDLE_ALERTS)
_ANOMALIES = (Capability.JUDGE_ANOMALIES, Capability.SET_ANOMALIES)
_SLOS = (Capability.MANAGE_SLOS, Capability.MANAGE_ALL_SLOS)
_BUDGETS = (Capability.MANAGE_BUDGETS, Capability.MANAGE_ALL_BUDGETS)
_WORTHS = (Capability.STATE_WORTH, Capability.STATE_ALL_WORTHS)

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMIN: frozenset(Capability),
    Role.FINANCE: _EVERYBODY
    | {Capability.SET_PRICES, Capability.SET_RATES, *_BUDGETS, *_ALERTS, *_ANOMALIES, *_WORTHS},
    Role.LEAD: _EVERYBODY
    | {
        Capability.READ_TEAM_CONTENT,
        Capability.MANAGE_BUDGETS,
        Capability.MANAGE_SLOS,
        Capability.MANAGE_CHANNELS,
        Capability.JUDGE_ANOMALIES,
        Capability.STATE_WORTH,
        *_ALERTS,
    },
    Role.ENGINEER: _EVERYBODY | {Capability.READ_CONTENT, *_ALERTS},
}


# Keys read, and those of scope admin change rules, dimensions, budgets, SLOs, and acknowledge alerts; which
# projects they see, their scope decides (api_auth.visible_projects). An alert may tell of all projects.
SCOPES: dict[Scope, frozenset[Capability]] = {
    Scope.ADMIN: _EVERYBODY
    | {Capability.MANAGE_RULES, Capability.MANAGE_DIMENSIONS, *_BUDGETS, *_ALERTS, *_SLOS},
    Scope.READ: _EVERYBODY,
    Scope.INGEST: frozenset(),
}

MOST_NAMED = 3  # administrators to ask

# Pages that need no capability, by the name of their address. Everything else declares one.
OPEN_TO_ANYBODY = frozenset(
    {"account_login", "account_logout", "account_inactive", "invitation", "healthz", "readyz"}
)
OPEN_TO_THE_SIGNED_IN = frozenset(
    {"account", "account_change_password", "account_reauthenticate", "settings", "search", "theme"}
)


def can(who: Any, capability: Capability) -> bool:
    """Whether a person or key has a capability. Nobody, the deactivated and unknown roles have none."""
    return capability in capabilities(who)


def capabilities(who: Any) -> frozenset[Capability]:
    """Everything a person or a caller of the API may do."""
    if isinstance(who, Caller):
        return SCOPES[who.scope] if who.person is None else capabilities(who.person)
    if not (isinstance(who, User) and who.is_active and who.role in Role.values):
        return frozenset()
    return CAPABILITIES[Role(who.role)]


def can_read_content(user: Any, team: str | None) -> bool:
    """Whether a person may read prompts and completions of a trace that belongs to `team`.

    `team` is the name the trace is attributed to, None when it is unattributed.
    """
    if can(user, Capability.READ_CONTENT):
        return True
    return team is not None and can(user, Capability.READ_TEAM_CONTENT) and team in selectors.team_names(user)


def require(capability: Capability) -> Callable[[View[P, Answer]], View[P, Answer]]:
    """Answers 403 with a sentence to everybody without the capability.

    Stands on views of pages and operations of the API alike, below their other decorators.
    """

    def decorate(view: View[P, Answer]) -> View[P, Answer]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            who = getattr(request, "auth", None) or request.user  # the API authenticates its own callers
            if not can(who, capability):
                raise PermissionDenied(refusal(who, capability))
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]  # read by `declared`
        return guarded

    return decorate


def declared(view: Any) -> Capability | None:
    """The capability that `require` put on a view, under whatever other decorators."""
    found: Capability | None = getattr(view, "capability", None)
    return found


def refusal(who: Any, capability: Capability) -> str:
    """Why somebody may not, and what to do."""
    if isinstance(who, Caller) and who.person is None:
        return f"A key of scope {who.scope} may not {capability}. Create another in Settings, Keys."
    person = who.person if isinstance(who, Caller) else who
    if not isinstance(person, User):
        return f"Sign in to {capability}."
    names = " or ".join(selectors.administrators(most=MOST_NAMED)) or "an administrator"
    return f"The role {Role(person.role).label} may not {capability}. If you need to, ask {names}."
