"""Making, changing, copying and archiving budgets."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor
from finops.budgets import services
from finops.budgets.access import can_change, check_content
from finops.budgets.forms import BudgetForm, initial_of
from finops.budgets.models import Budget
from finops.budgets.preview import preview
from finops.budgets.rules import BadBudget
from finops.core.htmx import render_question
from finops.core.parameters import whole_number
from finops.core.refusals import teaches

MOST_ID = 999_999_999
NOT_YOURS = "This budget belongs to another team. Ask its owner, finance or an administrator to change it."


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_BUDGETS)
@teaches
def budget_create(request: HttpRequest) -> HttpResponse:
    """A form for a new budget. Its address may fill it in; `?copy=` starts from another one."""
    copied = request.GET.get("copy", "")
    initial = _copy(whole_number("copy", copied, minimum=1, maximum=MOST_ID)) if copied else {}
    return _form(request, None, initial)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_BUDGETS)
def budget_edit(request: HttpRequest, budget_id: int) -> HttpResponse:
    """The same for a budget that there is."""
    budget = _own(request, budget_id)
    return _form(request, budget, initial_of(budget))


@require_safe
@require(Capability.MANAGE_BUDGETS)
def budget_preview(request: HttpRequest) -> HttpResponse:
    """What a budget as it is typed would have been: a part of the form."""
    form = BudgetForm(request.GET)
    form.is_valid()
    return render(request, "budgets/_preview.html", _previewed(form))


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_BUDGETS)
def budget_archive(request: HttpRequest, budget_id: int) -> HttpResponse:
    """Ask, then evaluate the budget no longer."""
    budget = _own(request, budget_id)
    if request.method != "POST":
        cancel = reverse("budget", args=[budget.pk])
        context = {"budget": budget, "title": "Archive budget", "label": "Archive", "cancel": cancel}
        return render_question(request, "budgets/budget_archive.html", context)
    services.budget_archive(budget=budget, actor=actor(request))
    messages.success(request, f"Budget {budget.name} is archived.")
    return redirect("budgets")


@require_POST
@require(Capability.MANAGE_BUDGETS)
def budget_restore(request: HttpRequest, budget_id: int) -> HttpResponse:
    """Evaluate an archived budget again."""
    budget = _own(request, budget_id)
    try:
        services.budget_restore(budget=budget, actor=actor(request))
    except BadBudget as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Budget {budget.name} is restored.")
    return redirect("budget", budget.pk)


def _own(request: HttpRequest, budget_id: int) -> Budget:
    budget = get_object_or_404(Budget.objects.select_related("owner_team"), pk=budget_id)
    if not can_change(request.user, budget):
        raise PermissionDenied(NOT_YOURS)
    return budget


def _form(request: HttpRequest, budget: Budget | None, initial: dict[str, Any]) -> HttpResponse:
    form = _opened(request, initial)
    if request.method == "POST" and form.is_valid() and (saved := _save(request, form, budget)):
        messages.success(request, f"Budget {saved.name} is saved.")
        return redirect("budget", saved.pk)
    context = {"form": form, "budget": budget, **_previewed(form)}
    return render(request, "budgets/budget_form.html", context)


def _opened(request: HttpRequest, initial: dict[str, Any]) -> BudgetForm:
    """The form as it was sent, as its address fills it in, or as the budget is stored."""
    if request.method == "POST":
        return BudgetForm(request.POST)
    if request.GET.get("period"):
        return BudgetForm(request.GET)
    return BudgetForm(
        initial={**initial, **{name: text for name, text in request.GET.items() if name != "copy"}}
    )


def _previewed(form: BudgetForm) -> dict[str, Any]:
    content = form.cleaned_data.get("content") if form.is_bound and form.is_valid() else None
    return {"preview": preview(content.terms, timezone.now()) if content else None, "form": form}


def _save(request: HttpRequest, form: BudgetForm, budget: Budget | None) -> Budget | None:
    content, who = form.cleaned_data["content"], actor(request)
    try:
        check_content(who, content)
        if budget is None:
            return services.budget_create(content=content, actor=who)
        return services.budget_change(budget=budget, content=content, actor=who)
    except BadBudget as problem:
        form.refuse(problem)
        return None


def _copy(budget_id: int) -> dict[str, Any]:
    copied = get_object_or_404(Budget, pk=budget_id)
    return {**initial_of(copied), "name": f"{copied.name} copy"[: services.LONGEST_NAME]}
