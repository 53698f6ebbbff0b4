"""Spend that has no team, or no value of another dimension, ranked by money."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from finops.accounts import selectors as accounts
from finops.attribution.custom import is_custom
from finops.attribution.rules import Condition, Operator
from finops.core.db.files import read_sql
from finops.core.db.rows import fetch, fetch_one
from finops.core.periods import Days
from finops.spend.dimensions import Dimension, offered_dimensions, sql_of

LIST = read_sql(__file__, "unattributed.sql")
ALL = read_sql(__file__, "all_spend.sql")
MOST = 100
# What can be missing, and what a rule can tell calls apart by: columns of the dimension sets.
MISSING = ("team", "journey", "feature", "cost_center", "environment", "agent")
BY = (
    "service", "agent", "response_model", "provider", "environment", "operation", "feature", "journey",
    "prompt_name", "region",
)  # fmt: skip


def can_be_missing() -> list[Dimension]:
    """What is listed as missing: MISSING, and the custom dimensions."""
    return _with_custom(MISSING)


def can_group() -> list[Dimension]:
    """What can tell calls apart: BY, and the custom dimensions."""
    return _with_custom(BY)


class Unclaimed(NamedTuple):
    """Spend without a value, of one project and one value of what it is grouped by."""

    project: str
    value: str | None
    calls: int
    unpriced_calls: int
    cost: Decimal
    project_id: int
    trace_id: UUID | None

    @property
    def known_cost(self) -> Decimal | None:
        """USD; None when no call has a price."""
        return None if self.calls and self.unpriced_calls == self.calls else self.cost


class Sum(NamedTuple):
    """All counted calls of some days, and their USD."""

    calls: int = 0
    cost: Decimal = Decimal(0)


def unclaimed(days: Days, *, dimension: str, by: str) -> list[Unclaimed]:
    """Spend without a value of a dimension that `can_be_missing`, by one that `can_group`; at most 100."""
    sql = LIST.format(dimension=sql_of(dimension), by=sql_of(by))
    wanted = {"first": days.start, "past": days.end, "zone": accounts.time_zone().key, "most": MOST}
    return fetch(Unclaimed, sql, wanted)


def all_spend(days: Days) -> Sum:
    """Everything, with and without a value."""
    return fetch_one(Sum, ALL, {"first": days.start, "past": days.end}) or Sum()


def rule_for(row: Unclaimed, *, dimension: str, by: str) -> tuple[Condition, ...]:
    """The conditions of a rule that reaches these calls, and leaves alone what is stated."""
    is_ = Condition(by, Operator.MISSING) if row.value is None else Condition(by, Operator.IS, (row.value,))
    project = Condition("project", Operator.IS, (row.project,))
    return (is_, project, Condition(dimension, Operator.MISSING))


def _with_custom(names: Sequence[str]) -> list[Dimension]:
    offered = offered_dimensions()
    return [offered[name] for name in (*names, *(name for name in offered if is_custom(name)))]
