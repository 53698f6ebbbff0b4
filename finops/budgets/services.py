"""Making and changing budgets. Each change and its audit entry commit together."""

from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from finops.accounts.models import Team, User
from finops.audit.services import record
from finops.budgets import rules, terms
from finops.budgets.models import Budget
from finops.budgets.rules import BadBudget
from finops.budgets.types import Enforcement, Terms

Actor = User | str
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_MODEL = 120, 500, 256


class Content(NamedTuple):
    """Everything people say of a budget."""

    name: str
    terms: Terms
    owner_team: Team | None = None
    description: str = ""
    enforcement: Enforcement = Enforcement.OFF
    advised_model: str = ""


@transaction.atomic
def budget_create(*, content: Content, actor: Actor) -> Budget:
    """A new budget. Raises BadBudget."""
    _check(content)
    creator = None if isinstance(actor, str) else actor
    budget = Budget(**_columns(content), revised_at=timezone.now(), created_by=creator)
    _save(budget)
    record(actor=actor, action="budgets.budget.create", target=budget.name, detail=detail(content))
    return budget


@transaction.atomic
def budget_change(*, budget: Budget, content: Content, actor: Actor) -> Budget:
    """Let a budget say something else. Raises BadBudget.

    Where amount, scope, period or thresholds change, its thresholds may fire again in this period.
    """
    _check(content)
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    before = content_of(budget)
    if before == content:
        return budget
    for name, value in _columns(content).items():
        setattr(budget, name, value)
    if before.terms != content.terms:
        budget.revision, budget.revised_at = budget.revision + 1, timezone.now()
    _save(budget)
    old, new = detail(before), detail(content)
    changed = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
    record(actor=actor, action="budgets.budget.update", target=budget.name, detail=changed)
    return budget


@transaction.atomic
def budget_archive(*, budget: Budget, actor: Actor) -> None:
    """End a budget; what it told stays readable."""
    if budget.archived_at is None:
        budget.archived_at = timezone.now()
        budget.save(update_fields=["archived_at"])
        record(actor=actor, action="budgets.budget.archive", target=budget.name)


@transaction.atomic
def budget_restore(*, budget: Budget, actor: Actor) -> None:
    """Bring an archived budget back; thresholds may fire again. Raises BadBudget when its name is taken."""
    if budget.archived_at is not None:
        budget.archived_at, budget.revision, budget.revised_at = None, budget.revision + 1, timezone.now()
        _save(budget)
        record(actor=actor, action="budgets.budget.restore", target=budget.name)


def content_of(budget: Budget) -> Content:
    """Everything that is said of a stored budget."""
    return Content(
        budget.name,
        terms.terms_of(budget),
        budget.owner_team,
        budget.description,
        Enforcement(budget.enforcement),
        budget.advised_model,
    )


def detail(content: Content) -> dict[str, Any]:
    """As the audit log and files keep it."""
    return {
        "name": content.name,
        **terms.as_json(content.terms),
        "owner_team": content.owner_team.name if content.owner_team else None,
        "description": content.description,
        "enforcement": str(content.enforcement),
        "advised_model": content.advised_model,
    }


def _columns(content: Content) -> dict[str, Any]:
    return {
        "name": content.name,
        **terms.columns(content.terms),
        "owner_team": content.owner_team,
        "description": content.description,
        "enforcement": str(content.enforcement),
        "advised_model": content.advised_model,
    }


def _check(content: Content) -> None:
    rules.check(content.terms)
    rules.check_enforcement(content.enforcement, content.terms.scope)
    for field, text, longest in (
        ("name", content.name, LONGEST_NAME),
        ("description", content.description, LONGEST_DESCRIPTION),
        ("advised_model", content.advised_model, LONGEST_MODEL),
    ):
        if len(text) > longest or "\x00" in text:
            raise BadBudget(field, f"At most {longest} characters.")
    if not content.name.strip():
        raise BadBudget("name", "Give it a name.")


def _save(budget: Budget) -> None:
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError:
        raise BadBudget("name", f"There is already a budget named {budget.name}.") from None
