"""The names under which the world states our dimensions, strongest first (telemetry reference 5.11).

Data only; `dimensions.py` reads it. `LATE` names rank after free-form metadata.
"""

from collections.abc import Mapping, Sequence

from finops.telemetry.types import FALLBACK_SUFFIX

Stated = dict[str, list[tuple[str, int]]]  # attribute key -> (dimension, rank)

LATE_RANK = 300

SPAN_NAMES: Mapping[str, Sequence[str]] = {
    "team": (
        "finops.team",
        "litellm.team.alias",
        "litellm.team.id",
        "metadata.user_api_key_team_alias",
        "metadata.user_api_key_team_id",
        "kong.workspace.name",
        "team",
        "team.name",
        "team.id",
        "team_id",
    ),
    "cost_center": ("finops.cost_center", "cost_center", "cost.center", "metadata.cost_center"),
    "feature": ("finops.feature", "feature", "feature_name", "app.feature"),
    "journey": (
        "finops.journey",
        "journey",
        "app.journey",
        "customer_journey",
        "user_journey",
        "customer.journey",
    ),
    "step": ("finops.step", "step", "user_action", "action"),
    "customer": (
        "finops.customer",
        "tenant.id",
        "tenant_id",
        "customer.id",
        "customer_id",
        "account.id",
        "organization_id",
        "tenant",
        "customer",
    ),
    "user": (
        "user.id",
        "enduser.id",
        "enduser.pseudo.id",
        "langfuse.user.id",
        "gen_ai.user.id",
        "gen_ai.user",
        "llm.user",
        "langfuse_user_id",
    ),
    "session": (
        "session.id",
        "gen_ai.conversation.id",
        "langfuse.session.id",
        "conversation.id",
        "gen_ai.session.id",
        "gcp.vertex.agent.session_id",
        "langfuse_session_id",
    ),
    "environment": (
        "langfuse.environment",
        "deployment.environment.name",
        "deployment.environment",
        "gen_ai.environment",
        "environment",
        "env",
        "langfuse_environment",
    ),
    "agent": ("gen_ai.agent.name", "agent.name", "agent_name", "gen_ai.agent.id"),
    "prompt_name": ("gen_ai.prompt.name", "langfuse.observation.prompt.name", "traceloop.prompt.key"),
    "prompt_version": (
        "gen_ai.prompt.version",
        "langfuse.observation.prompt.version",
        "traceloop.prompt.version_name",
        "traceloop.prompt.version",
        "traceloop.prompt.version_hash",
        "llm.prompt_template.version",
    ),
    "region": ("cloud.region", "aws.region", "gcp.location"),
}
LATE: Mapping[str, Sequence[str]] = {
    "team": ("user.groups",),
    "feature": ("ai.telemetry.functionId",),
    "customer": ("metadata.user_api_key_end_user_id", "litellm.end_user.id", "kong.auth.consumer.name"),
    "user": (
        "litellm.end_user.id",
        "user_id",
        "user.account_uuid",
        "user.account_id",
        "user.email",
        "mlflow.trace.user",
    ),
    "session": ("mlflow.trace.session", "session_id"),
}
# What code calls its parts is not what the business calls them, but better than nothing.
FALLBACKS: Mapping[str, Sequence[str]] = {
    "journey": ("traceloop.workflow.name", "gen_ai.workflow.name", "workflow.name"),
    "step": (
        "traceloop.entity.name",
        "traceloop.entity.path",
        "graph.node.name",
        "gen_ai.task.name",
        "executor.id",
        "query_source",
        "app.screen.name",
        "app.widget.name",
    ),
    "feature": (
        "langfuse.trace.name",
        "langsmith.trace.name",
        "mlflow.traceName",
        "gen_ai.workflow.name",
        "traceloop.workflow.name",
        "resource.name",
    ),
}
RESOURCE_NAMES: Mapping[str, Sequence[str]] = {
    "team": ("finops.team", "team.name", "team.id", "team", "department", "service.owner"),
    "cost_center": ("finops.cost_center", "cost_center", "cost.center"),
    "customer": ("finops.customer", "tenant.id", "customer.id"),
    "user": ("enduser.id", "user.id"),
    "environment": ("deployment.environment.name", "deployment.environment", "environment", "env"),
    "service": ("service.name", "k8s.deployment.name", "faas.name"),
    "agent": ("agent.name",),
    "region": ("cloud.region",),
}
RESOURCE_FALLBACKS: Mapping[str, Sequence[str]] = {
    "team": ("k8s.namespace.name",),
    "cost_center": ("department",),
    "region": ("cloud.availability_zone",),
}

# Free-form metadata: names in any spelling (lower case, without separators), in one attribute each or
# together as JSON.
CARRIER_KEYS = frozenset(
    {
        "metadata",
        "metadata.requester_metadata",
        "metadata.spend_logs_metadata",
        "litellm.team.metadata",
        "langfuse.trace.metadata",
    }
)
CARRIED: Mapping[str, Sequence[str]] = {
    "team": ("team", "teamname", "teamalias", "teamid"),
    "cost_center": ("costcenter", "costcentre"),
    "feature": ("feature", "featurename", "featureid"),
    "journey": ("journey", "customerjourney", "userjourney", "journeyname", "journeyid"),
    "step": ("step", "stepname", "useraction"),
    "step" + FALLBACK_SUFFIX: ("langgraphnode",),
    "customer": (
        "customer",
        "customerid",
        "customername",
        "tenant",
        "tenantid",
        "tenantname",
        "organizationid",
        "orgid",
        "accountid",
    ),
    "user": ("userid", "user", "enduserid"),
    "session": ("sessionid", "session", "conversationid"),
    "session" + FALLBACK_SUFFIX: ("threadid",),
    "environment": ("environment", "env"),
    "agent": ("agentname", "agent"),
}
TAG_KEYS = frozenset({"tag.tags", "langfuse.trace.tags", "langsmith.span.tags"})
TAG_DIMENSIONS = frozenset({"team", "cost_center", "feature", "journey", "step", "customer"})


def ranked(*tables: tuple[Mapping[str, Sequence[str]], str, int]) -> Stated:
    """A look-up by attribute key of tables of (names by dimension, suffix of the dimension, first rank)."""
    stated: Stated = {}
    for names_by_dimension, suffix, first in tables:
        for dimension, names in names_by_dimension.items():
            for rank, name in enumerate(names, first):
                stated.setdefault(name, []).append((dimension + suffix, rank))
    return stated


SPAN_KEYS = ranked((SPAN_NAMES, "", 0), (LATE, "", LATE_RANK), (FALLBACKS, FALLBACK_SUFFIX, 0))
RESOURCE_KEYS = ranked((RESOURCE_NAMES, "", 0), (RESOURCE_FALLBACKS, FALLBACK_SUFFIX, 0))
NAMES = {name: stated[0] for name, stated in ranked((CARRIED, "", 0)).items()}
