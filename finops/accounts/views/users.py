"""Settings: people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finops.accounts import invitations, selectors, services
from finops.accounts.forms import NewUserForm, UserEditForm
from finops.accounts.models import User
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.core.htmx import render_question


@require_safe
@require(Capability.MANAGE_USERS)
def users(request: HttpRequest) -> HttpResponse:
    """Everybody, with role and teams, and who is invited."""
    context = {
        "people": selectors.users(),
        "invitations": invitations.unanswered_invitations(),
        "now": timezone.now(),
    }
    return render(request, "accounts/users.html", context)


@never_cache  # the answer to the form shows the password
@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_USERS)
def user_create(request: HttpRequest) -> HttpResponse:
    """A form for a new person, then their password, once."""
    form = NewUserForm(request.POST or None)
    created = submit(form, lambda data: services.user_create(**data, actor=actor(request)))
    if created is None:
        return render(request, "accounts/user_create.html", {"form": form})
    person, password = created
    return _show_password(request, person, password)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_USERS)
def user_edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Name, role and teams of a person."""
    person = get_object_or_404(User, pk=user_id)
    initial = {"name": person.name, "role": person.role, "teams": person.teams.all()}
    form = UserEditForm(request.POST or None, initial=initial)
    if submit(form, lambda data: services.user_update(user=person, **data, actor=actor(request))):
        messages.success(request, f"{person.email} is saved.")
        return redirect("users")
    return render(request, "accounts/user_edit.html", {"form": form, "person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_USERS)
def user_deactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask, then end a person's sign-in and sessions."""
    person = get_object_or_404(User, pk=user_id)
    if request.method != "POST":
        context = {"working_keys": selectors.working_keys(timezone.now()).filter(created_by=person).count()}
        return _ask(request, "accounts/user_deactivate.html", person, "Deactivate", context)
    try:
        services.user_deactivate(user=person, actor=actor(request))
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{person.email} can no longer sign in.")
    return redirect("users")


@require_POST
@require(Capability.MANAGE_USERS)
def user_activate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let a person sign in again."""
    person = get_object_or_404(User, pk=user_id)
    services.user_activate(user=person, actor=actor(request))
    messages.success(request, f"{person.email} can sign in again.")
    return redirect("users")


@never_cache  # the answer shows the password
@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_USERS)
def user_reset_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask, then show a new password, once."""
    person = get_object_or_404(User, pk=user_id)
    if request.method != "POST":
        return _ask(request, "accounts/user_reset_password.html", person, "Make a new password")
    return _show_password(request, person, services.user_reset_password(user=person, actor=actor(request)))


def _ask(
    request: HttpRequest, template: str, person: User, label: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    cancel = reverse("user_edit", args=[person.pk])
    context = {"person": person, "title": label, "label": label, "cancel": cancel, **(more or {})}
    return render_question(request, template, context)


def _show_password(request: HttpRequest, person: User, password: str) -> HttpResponse:
    return render(request, "accounts/user_password.html", {"person": person, "password": password})
