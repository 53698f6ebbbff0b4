"""A budget as the API and files spell it, and back. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from ninja import Schema
from pydantic import Field

from finops.accounts.models import Team
from finops.accounts.zones import is_zone
from finops.budgets import rules, terms
from finops.budgets.models import Budget
from finops.budgets.periods import local_day, period_of
from finops.budgets.rules import BadBudget
from finops.budgets.services import Content
from finops.budgets.thresholds import DEFAULT
from finops.budgets.types import Enforcement, Kind, Period, Scope, Terms, Threshold
from finops.spend.types import Measure

AMOUNT = Budget._meta.get_field("amount")
Amount = Annotated[Decimal, Field(max_digits=AMOUNT.max_digits, decimal_places=AMOUNT.decimal_places)]
Text = Annotated[str, Field(max_length=1_000)]  # what one may say is shorter still: rules.py
Values = Text | None | list[Text | None]


class ThresholdsDocument(Schema, extra="forbid"):
    """Percentages of the amount that are told: once spent, and once expected by the end of the period."""

    actual: list[int] = []
    forecast: list[int] = []


class BudgetDocument(Schema, extra="forbid"):
    """What a budget says. `amount` is USD, tokens or calls; `scope` is wanted values by dimension, null for
    spend without a value. Left out, `time_zone` and `starts_on` stay as they are; of a new budget they are
    the organisation's and the first day of the current period."""

    name: Text
    amount: Amount
    measure: Measure = Measure.COST
    period: Period = Period.MONTH
    scope: dict[Text, Values] = {}
    each: Text | None = None
    time_zone: Text | None = None
    starts_on: dt.date | None = None
    rollover: bool = False
    thresholds: ThresholdsDocument | None = None
    owner: Text | None = None
    description: Text = ""
    enforcement: Enforcement = Enforcement.OFF
    advised_model: Text = ""


class Surroundings(NamedTuple):
    """What a document leaves to where it is read: the moment, the calendar, the teams by name."""

    now: dt.datetime
    zone: str
    fiscal_start: int
    teams: Mapping[str, Team]


def content_from(given: BudgetDocument, known: Content | None, around: Surroundings) -> Content:
    """What a document says, for a new budget or, when `known`, in place of what it said. Raises BadBudget."""
    zone = given.time_zone or (known.terms.zone if known else around.zone)
    said = Terms(
        Scope(_filters(given.scope), given.each or None),
        given.measure,
        given.amount,
        given.period,
        zone,
        given.starts_on or (known.terms.starts_on if known else _start(given.period, zone, around)),
        given.rollover,
        _thresholds(given.thresholds),
    )
    return Content(
        given.name.strip(),
        said,
        _owner(given.owner, known, around.teams),
        given.description,
        given.enforcement,
        given.advised_model,
    )


def document(content: Content) -> dict[str, Any]:
    """Everything a budget says, in the order in which people read it."""
    said = content.terms
    return {
        "name": content.name,
        "description": content.description,
        "owner": content.owner_team.name if content.owner_team else None,
        "scope": terms.filters_out(said.scope.filters),
        "each": said.scope.each,
        "amount": said.amount,
        "measure": str(said.measure),
        "period": str(said.period),
        "time_zone": said.zone,
        "starts_on": said.starts_on,
        "rollover": said.rollover,
        "thresholds": {
            str(kind): [one.percent for one in said.thresholds if one.kind == kind] for kind in Kind
        },
        "enforcement": str(content.enforcement),
        "advised_model": content.advised_model,
    }


def _filters(scope: Mapping[str, Values]) -> Any:
    listed = {name: values if isinstance(values, list) else [values] for name, values in scope.items()}
    for name, values in listed.items():
        if len(values) > rules.MOST_VALUES:
            raise BadBudget("scope", f"{name[:60]}: at most {rules.MOST_VALUES} values of a dimension.")
    return terms.filters_in({name: _in_order(values) for name, values in listed.items()})


def _in_order(values: Sequence[str | None]) -> list[str | None]:
    named: list[str | None] = [*sorted({value for value in values if value is not None})]
    return [*named, None] if None in values else named


def _thresholds(given: ThresholdsDocument | None) -> tuple[Threshold, ...]:
    if given is None:
        return DEFAULT
    said = [Threshold(kind, percent) for kind in Kind for percent in getattr(given, str(kind))]
    if len(said) > rules.MOST_THRESHOLDS:
        raise BadBudget("thresholds", f"At most {rules.MOST_THRESHOLDS} different thresholds.")
    return rules.in_order(set(said))


def _start(period: Period, zone: str, around: Surroundings) -> dt.date:
    today = local_day(around.now, zone if is_zone(zone) else "UTC")  # what is no zone is refused elsewhere
    return period_of(period, today, around.fiscal_start).start


def _owner(name: str | None, known: Content | None, teams: Mapping[str, Team]) -> Team | None:
    if not name:
        return None
    team = teams.get(name)
    if team is None or (team.archived_at and not (known and known.owner_team == team)):
        raise BadBudget(
            "owner", f"There is no team {name[:60]!r}. Make it in Settings, Teams, or leave it out."
        )
    return team
