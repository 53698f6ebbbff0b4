"""The dimensions spend can be grouped by and filtered on, and where SQL finds them."""

from typing import NamedTuple

from finops.core.parameters import BadParameter


class Dimension(NamedTuple):
    """One dimension: its name in URLs and the API, its label, and its expression in SQL.

    SQL reads `d` (dimension_set), `p` (accounts_project) and the narrow columns of a high-cardinality
    dimension through `{fact}`: a rollup row or a charge.
    """

    name: str
    label: str
    sql: str


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("team", "Team", "d.team"),
        Dimension("response_model", "Model", "d.response_model"),
        Dimension("journey", "Journey", "d.journey"),
        Dimension("service", "Service", "d.service"),
        Dimension("customer", "Customer", "f.customer"),
        Dimension("project", "Project", "coalesce(p.name, 'project ' || d.project_id)"),
        Dimension("provider", "Provider", "d.provider"),
        Dimension("environment", "Environment", "d.environment"),
        Dimension("feature", "Feature", "d.feature"),
        Dimension("operation", "Operation", "d.operation"),
        Dimension("request_model", "Requested model", "d.request_model"),
        Dimension("step", "Journey step", "d.step"),
        Dimension("agent", "Agent", "d.agent"),
        Dimension("prompt_name", "Prompt", "d.prompt_name"),
        Dimension("prompt_version", "Prompt version", "d.prompt_version"),
        Dimension("cost_center", "Cost center", "d.cost_center"),
        Dimension("region", "Region", "d.region"),
        Dimension("user", "End user", "f.end_user"),
    )
}

# Kept out of the dimension sets, because they have too many values: each has a rollup of its own.
CUSTOMER, USER = "customer", "user"


def dimension(parameter: str, name: str) -> Dimension:
    """The dimension of that name; an unknown one is refused and the known ones are named."""
    try:
        return DIMENSIONS[name]
    except KeyError:
        raise BadParameter(parameter, f"there is no dimension {name[:60]!r}.", DIMENSIONS) from None
