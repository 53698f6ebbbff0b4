"""Budgets in a file that is kept elsewhere: all of it is taken over, or nothing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction

from finops.accounts import selectors as accounts
from finops.accounts.models import Team
from finops.budgets.documents import BudgetDocument, Surroundings, content_from, document
from finops.budgets.models import Budget
from finops.budgets.rules import BadBudget
from finops.budgets.services import Actor, budget_archive, budget_change, budget_create, content_of
from finops.budgets.yaml_file import BadFile, read, written


class Imported(NamedTuple):
    """The names of the budgets that a file made, changed, left as they were and ended."""

    created: list[str]
    changed: list[str]
    unchanged: list[str]
    archived: list[str]


def exported(budgets: Iterable[Budget]) -> str:
    """These budgets as a file."""
    return written(document(content_of(budget)) for budget in budgets)


@transaction.atomic
def import_file(
    raw: bytes, actor: Actor, now: dt.datetime, *, prune: bool = False, dry_run: bool = False
) -> Imported:
    """Let budgets say what the file says of them, by name; with `prune` end all others. Raises BadFile.

    With `dry_run` nothing stays.
    """
    active = Budget.objects.filter(archived_at=None).select_related("owner_team")
    known = {
        budget.name.lower(): budget for budget in active.order_by("name").select_for_update(of=("self",))
    }
    imported, problems, around = Imported([], [], [], []), [], surroundings(now)
    for given in read(raw):
        try:
            _take(given, known.pop(given.name.strip().lower(), None), around, actor, imported)
        except BadBudget as wrong:
            problems.append(f"{given.name[:60]}: {spelled(wrong.field)}: {wrong}")
    if problems:
        raise BadFile(problems)
    if prune:
        _archive(known, actor, imported)
    transaction.set_rollback(dry_run)
    return imported


def surroundings(now: dt.datetime) -> Surroundings:
    """What documents leave to the moment and the organisation."""
    teams = {team.name: team for team in Team.objects.all()}
    return Surroundings(now, accounts.time_zone().key, accounts.fiscal_year_start(), teams)


def spelled(field: str) -> str:
    """What a document calls a field that is refused."""
    return {"filters": "scope", "owner_team": "owner"}.get(field, field)


def _take(
    given: BudgetDocument, budget: Budget | None, around: Surroundings, actor: Actor, into: Imported
) -> None:
    if budget is None:
        budget_create(content=content_from(given, None, around), actor=actor)
        into.created.append(given.name)
        return
    before = content_of(budget)
    content = content_from(given, before, around)
    if content == before:
        into.unchanged.append(given.name)
        return
    budget_change(budget=budget, content=content, actor=actor)
    into.changed.append(given.name)


def _archive(others: Mapping[str, Budget], actor: Actor, into: Imported) -> None:
    for budget in others.values():
        budget_archive(budget=budget, actor=actor)
        into.archived.append(budget.name)
