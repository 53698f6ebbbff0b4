"""Which team owns what nobody claims of a project, from when on."""

import datetime as dt

from django.utils import timezone

from finops.accounts.models import Project, ProjectOwner, Team

ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def own_from_birth(project: Project) -> None:
    """Remember the owner of a project that has no calls yet."""
    if project.owner_team:
        ProjectOwner.objects.create(project=project, team=project.owner_team.name, applies_from=ALWAYS)


def own_since(project: Project, since: dt.datetime | None) -> None:
    """Remember that the owner of a project is another one, for calls that began from `since` (aware) on.

    Without it: from now on. Workers take it up.
    """
    applies_from = since or timezone.now()
    ProjectOwner.objects.filter(project=project, applies_from__gte=applies_from).delete()
    team = project.owner_team.name if project.owner_team else None
    ProjectOwner.objects.create(project=project, team=team, applies_from=applies_from, waits=True)


def own_by_new_name(team: Team) -> None:
    """Remember that the owner of its projects has another name from now on."""
    for project in team.project_set.select_related("owner_team"):
        own_since(project, None)
