"""Settings: teams."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from finops.accounts import selectors, services
from finops.accounts.forms import TeamEditForm, TeamForm
from finops.accounts.models import Team
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.core.htmx import render_question


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_TEAMS)
def teams(request: HttpRequest) -> HttpResponse:
    """All teams with a form for one more."""
    form = TeamForm(request.POST or None)
    team = submit(form, lambda data: services.team_create(**data, actor=actor(request)))
    if team:
        messages.success(request, f"Team {team.name} is created. Choose its people.")
        return redirect("team_edit", team.pk)
    return render(request, "accounts/teams.html", {"form": form, "teams": selectors.teams()})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_TEAMS)
def team_edit(request: HttpRequest, team_id: int) -> HttpResponse:
    """Name and members of a team."""
    team = get_object_or_404(Team, pk=team_id)
    initial = {"name": team.name, "members": team.members.all()}
    form = TeamEditForm(request.POST or None, initial=initial)
    if submit(form, lambda data: services.team_update(team=team, **data, actor=actor(request))):
        messages.success(request, f"Team {team.name} is saved.")
        return redirect("teams")
    name = form.initial["name"]
    return render(request, "accounts/team_edit.html", {"form": form, "team": team, "name": name})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_TEAMS)
def team_archive(request: HttpRequest, team_id: int) -> HttpResponse:
    """Ask, then offer the team no longer."""
    team = get_object_or_404(Team, pk=team_id)
    if request.method != "POST":
        cancel = reverse("team_edit", args=[team.pk])
        context = {"team": team, "title": "Archive team", "label": "Archive", "cancel": cancel}
        return render_question(request, "accounts/team_archive.html", context)
    try:
        services.team_archive(team=team, actor=actor(request))
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Team {team.name} is archived.")
    return redirect("teams")


@require_POST
@require(Capability.MANAGE_TEAMS)
def team_restore(request: HttpRequest, team_id: int) -> HttpResponse:
    """Offer the team again."""
    team = get_object_or_404(Team, pk=team_id)
    services.team_restore(team=team, actor=actor(request))
    messages.success(request, f"Team {team.name} is restored.")
    return redirect("teams")
