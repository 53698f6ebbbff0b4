"""Settings: teams."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from finops.accounts import selectors, services
from finops.accounts.forms import TeamForm
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_TEAMS)
def teams(request: HttpRequest) -> HttpResponse:
    """All teams with a form for one more."""
    form = TeamForm(request.POST or None)
    team = submit(form, lambda data: services.team_create(**data, actor=actor(request)))
    if team:
        messages.success(request, f"Team {team.name} is created. Add people to it under Users.")
        return redirect("teams")
    return render(request, "accounts/teams.html", {"form": form, "teams": selectors.teams()})
