"""Settings: projects."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from finops.accounts import selectors, services
from finops.accounts.forms import NewProjectForm, ProjectEditForm
from finops.accounts.models import Project, User
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.core.periods import day_start


@require_safe
@require(Capability.MANAGE_PROJECTS)
def projects(request: HttpRequest) -> HttpResponse:
    """All projects, with what happens to their content and whether their keys are used."""
    return render(request, "accounts/projects.html", {"projects": selectors.projects(now=timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_PROJECTS)
def project_create(request: HttpRequest) -> HttpResponse:
    """A form for a new project; after it, its first key."""
    form = NewProjectForm(request.POST or None)
    project = submit(form, lambda data: services.project_create(**data, actor=actor(request)))
    if project:
        messages.success(request, f"Project {project.name} is ready. Create a key to send telemetry to it.")
        return redirect(reverse("key_create", query={"project": project.pk}))
    return render(request, "accounts/project_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_PROJECTS)
def project_edit(request: HttpRequest, project_id: int) -> HttpResponse:
    """Content policy and owner team of a project."""
    project = get_object_or_404(Project, pk=project_id)
    initial = {"content_policy": project.content_policy, "owner_team": project.owner_team}
    form = ProjectEditForm(request.POST or None, initial=initial)
    saved = submit(form, lambda data: _update(project, data, actor(request)))
    if saved:
        follow = " Stored calls follow within a minute." if form.cleaned_data["owned_since"] else ""
        messages.success(request, f"Project {project.name} is saved.{follow}")
        return redirect("projects")
    return render(request, "accounts/project_edit.html", {"form": form, "project": project})


def _update(project: Project, data: dict[str, Any], who: User) -> Project:
    day = data["owned_since"]
    since = day_start(day, selectors.time_zone()) if day else None
    return services.project_update(project=project, **{**data, "owned_since": since}, actor=who)
