"""Everything a check needs, read at once: enforced budgets, how they stand, keys, names of models."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.callers import Caller
from finops.accounts.models import Project, Scope
from finops.budgets import evaluation, terms
from finops.budgets.checks.matching import Enforced, Index, Sum
from finops.budgets.evaluation import Said
from finops.budgets.models import Budget
from finops.budgets.periods import local_day, window
from finops.budgets.types import Enforcement, Standing, Terms
from finops.core.db.files import read_sql
from finops.core.db.rows import fetch
from finops.core.periods import day_start
from finops.spend.dimensions import all_dimensions

MODEL = "response_model"
KNOWN_MODELS = read_sql(__file__, "known_models.sql")


class KnownKey(NamedTuple):
    """A key that works, until it expires."""

    key_id: int
    caller: Caller
    expires_at: dt.datetime | None


class Snapshot(NamedTuple):
    """What checks are answered from; `as_of` is when reading it began."""

    as_of: dt.datetime
    budgets: Index
    keys: Mapping[bytes, KnownKey]  # by digest
    projects: Mapping[int, str]
    models: Mapping[str, frozenset[str]]  # by the name that is asked for, those that answer
    dimensions: tuple[str, ...]  # custom ones as well


def read() -> Snapshot:
    """Read it now."""
    now = timezone.now()
    found = list(Budget.objects.filter(archived_at=None).exclude(enforcement=str(Enforcement.OFF)))
    said = {budget.pk: terms.terms_of(budget) for budget in found}
    # Said since now: the period before, which late calls may change, is of no interest here.
    standings = evaluation.standings([Said(pk, of, now) for pk, of in said.items()], now)
    fiscal_start = accounts.fiscal_year_start()
    enforced = [
        one
        for budget in found
        if (one := _enforced(budget, said[budget.pk], standings.get(budget.pk, []), now, fiscal_start))
    ]
    projects = dict(Project.objects.values_list("pk", "name"))
    models, dimensions = _models(said.values()), tuple(all_dimensions())
    return Snapshot(now, Index(enforced), _keys(now), projects, models, dimensions)


def _enforced(
    budget: Budget, said: Terms, standings: Sequence[Standing], now: dt.datetime, fiscal_start: int
) -> Enforced | None:
    days = window(said.period, local_day(now, said.zone), said.starts_on, fiscal_start)
    if days is None:
        return None
    return Enforced(
        budget.pk,
        budget.name,
        Enforcement(budget.enforcement),
        said.scope,
        str(said.measure),
        said.amount,
        budget.advised_model,
        day_start(days.end, ZoneInfo(said.zone)),
        {one.value: Sum(one.amount, one.spent) for one in standings if one.days == days},
    )


def _keys(now: dt.datetime) -> dict[bytes, KnownKey]:
    found = accounts.working_keys(now).exclude(scope=Scope.INGEST)
    return {
        bytes(key.digest): KnownKey(
            key.pk,
            Caller(
                key.pk, key.prefix, Scope(key.scope), None if key.scope == Scope.ADMIN else key.project_id
            ),
            key.expires_at,
        )
        for key in found
    }


def _models(said: Iterable[Terms]) -> dict[str, frozenset[str]]:
    scopes = [of.scope for of in said if MODEL in of.scope.dimensions]
    if not scopes:
        return {}
    filters = [one for scope in scopes for one in scope.filters if one.dimension == MODEL]
    wanted = {value for one in filters for value in one.values}
    every = any(scope.each == MODEL for scope in scopes)
    answering: dict[str, set[str]] = defaultdict(set)
    for asked, answered in fetch(_pair, KNOWN_MODELS, {"all": every, "wanted": sorted(wanted)}):
        answering[asked].add(answered)
    return {asked: frozenset(answered) for asked, answered in answering.items()}


def _pair(asked: str, answered: str) -> tuple[str, str]:
    return asked, answered
