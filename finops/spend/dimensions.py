"""The dimensions spend can be grouped by and filtered on, and where SQL finds them."""

from typing import NamedTuple

from finops.attribution.custom import PREFIX, is_custom
from finops.attribution.custom_selectors import custom_dimensions
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


def all_dimensions() -> dict[str, Dimension]:
    """The built-in dimensions and the custom ones, also those that are archived, by name."""
    return DIMENSIONS | {one.key: _custom(one.key, one.label) for one in custom_dimensions()}


def offered_dimensions() -> dict[str, Dimension]:
    """The same without those that are archived."""
    return DIMENSIONS | {one.key: _custom(one.key, one.label) for one in custom_dimensions() if one.is_active}


def dimension(parameter: str, name: str) -> Dimension:
    """The dimension of that name; an unknown one is refused and the known ones are named."""
    if name in DIMENSIONS:
        return DIMENSIONS[name]
    known = all_dimensions()
    try:
        return known[name]
    except KeyError:
        raise BadParameter(parameter, f"there is no dimension {name[:60]!r}.", known) from None


def label_of(name: str) -> str:
    """How people call a dimension."""
    if name in DIMENSIONS:
        return DIMENSIONS[name].label
    found = all_dimensions().get(name) if name.startswith(PREFIX) else None
    return found.label if found else name.capitalize()


def sql_of(name: str) -> str:
    """The expression of a dimension in SQL. Raises KeyError for what cannot be one."""
    return DIMENSIONS[name].sql if name in DIMENSIONS else _custom(name, "").sql


def _custom(name: str, label: str) -> Dimension:
    if not is_custom(name):  # it stands in SQL as it is
        raise KeyError(name)
    return Dimension(name, label, f"(d.custom ->> '{name.removeprefix(PREFIX)}')")
