"""Settings: custom dimensions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from finops.accounts.permissions import Capability, require
from finops.attribution import custom_services as services
from finops.attribution.custom import OWN_PREFIX
from finops.attribution.custom import CustomDimension as Dimension
from finops.attribution.custom_checks import MOST_ACTIVE, BadDimension
from finops.attribution.custom_selectors import active_dimensions, custom_dimensions, values_in_use
from finops.attribution.models import CustomDimension
from finops.core.htmx import render_question
from finops.ledger.services import reattributions
from finops.rules import dimension_saving as saving
from finops.rules.dimension_forms import DimensionForm, NewDimensionForm, initial_of

SOON = "What arrives is read for it within seconds."
MINUTE = "Stored calls follow within a minute; how far that is stands on this page."


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_DIMENSIONS)
def dimensions(request: HttpRequest) -> HttpResponse:
    """All custom dimensions, with a form for one more."""
    form = NewDimensionForm(request.POST or None)
    made = _submit(form, lambda given: saving.allow(**given, actor=request.user))
    if made:
        messages.success(
            request, f"{made.label} is allowed. {MINUTE if form.cleaned_data['since'] else SOON}"
        )
        return redirect("dimensions")
    context = {
        "form": form,
        "lines": _lines(),
        "has_room": len(active_dimensions()) < MOST_ACTIVE,
        "most": MOST_ACTIVE,
        "reattributions": reattributions(),
    }
    return render(request, "rules/dimensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_DIMENSIONS)
def dimension_edit(request: HttpRequest, dimension_id: int) -> HttpResponse:
    """What a dimension is called and what states it; history can be made to follow."""
    dimension = get_object_or_404(CustomDimension, pk=dimension_id)
    label = dimension.label
    form = DimensionForm(request.POST if request.method == "POST" else None, initial=initial_of(dimension))
    if _submit(form, lambda given: saving.change(dimension, **given, actor=request.user)):
        follows = f" {MINUTE}" if form.cleaned_data["since"] else ""
        messages.success(request, f"{dimension.label} is saved.{follows}")
        return redirect("dimensions")
    context = {"form": form, "dimension": dimension, "label": label, "own": OWN_PREFIX + dimension.name}
    return render(request, "rules/dimension_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_DIMENSIONS)
def dimension_archive(request: HttpRequest, dimension_id: int) -> HttpResponse:
    """Ask, then read the dimension no longer."""
    dimension = get_object_or_404(CustomDimension, pk=dimension_id)
    if request.method != "POST":
        cancel = reverse("dimension_edit", args=[dimension.pk])
        context = {"dimension": dimension, "title": "Archive dimension", "label": "Archive", "cancel": cancel}
        return render_question(request, "rules/dimension_archive.html", context)
    return _done(request, services.dimension_archive, dimension, "archived")


@require_POST
@require(Capability.MANAGE_DIMENSIONS)
def dimension_restore(request: HttpRequest, dimension_id: int) -> HttpResponse:
    """Read the dimension again."""
    dimension = get_object_or_404(CustomDimension, pk=dimension_id)
    return _done(request, services.dimension_restore, dimension, "restored")


def _lines() -> list[tuple[Dimension, int]]:
    """The dimensions, each with how many values spans stated lately."""
    used = values_in_use()
    return [(one, used.get(one.key, 0)) for one in custom_dimensions()]


def _done(
    request: HttpRequest, change: Callable[..., None], dimension: CustomDimension, what: str
) -> HttpResponse:
    try:
        change(dimension=dimension, actor=request.user)
    except BadDimension as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{dimension.label} is {what}.")
    return redirect("dimensions")


def _submit(
    form: DimensionForm, change: Callable[[dict[str, Any]], CustomDimension]
) -> CustomDimension | None:
    """Make the change when the form is valid. A refusal becomes the form's error."""
    if not form.is_valid():
        return None
    try:
        return change(form.cleaned_data)
    except BadDimension as problem:
        form.add_error(None, str(problem))
        return None
