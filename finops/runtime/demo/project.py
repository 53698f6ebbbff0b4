"""The project of the demo: its keys tell whether demo data is there and when it was begun."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from finops.accounts.models import ApiKey, ContentPolicy, Project, Scope, Team
from finops.accounts.services import Refused, key_create, key_revoke, project_create, team_create
from finops.core.db import locks
from finops.runtime.demo.world import PROJECT, TEAMS

ACTOR = "spanledger demo"
KEY_NAME = "Demo data"
HAS_TELEMETRY = "SELECT EXISTS (SELECT FROM batch WHERE project_id = %s)"


class DemoRefused(RuntimeError):
    """The demo cannot be loaded or removed as things are; the message says what to do."""


@contextmanager
def alone() -> Iterator[None]:
    """Only one process loads or removes at a time. Raises DemoRefused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [locks.DEMO])
        if not cursor.fetchone()[0]:
            raise DemoRefused("Demo data is being loaded or removed by another process; try again later.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [locks.DEMO])


def demo_project() -> Project | None:
    """The project, if it is ours."""
    return Project.objects.filter(name=PROJECT, keys__name=KEY_NAME).distinct().first()


def begun_at(project: Project) -> dt.datetime:
    """When the demo was first loaded: its last moment."""
    first: ApiKey = project.keys.filter(name=KEY_NAME).earliest("created_at")
    return first.created_at.astimezone(dt.UTC)


@transaction.atomic
def open_project() -> tuple[Project, str]:
    """The project and a key that lasts for this load. Raises DemoRefused for somebody else's project."""
    found = Project.objects.filter(name=PROJECT).first()
    if found is not None and demo_project() is None and _has_telemetry(found):
        raise DemoRefused(
            f"The project {PROJECT} holds telemetry that is not demo data. Rename that project first."
        )
    project = found or project_create(
        name=PROJECT, content_policy=ContentPolicy.DROP, owner_team=None, actor=ACTOR
    )
    close_project(project)
    _, secret = key_create(project=project, scope=Scope.INGEST, name=KEY_NAME, actor=ACTOR)
    return project, secret


def close_project(project: Project) -> None:
    """Revoke the keys of this load and of loads that were killed."""
    for key in project.keys.filter(name=KEY_NAME, revoked_at=None):
        key_revoke(key=key, actor=ACTOR)


def create_teams() -> None:
    """The teams of the demo, so that people can be assigned to them; those that exist stay as they are."""
    for name in sorted(set(TEAMS) - set(Team.objects.values_list("name", flat=True))):
        try:
            team_create(name=name, actor=ACTOR)
        except Refused:  # somebody made it at the same moment
            continue


def _has_telemetry(project: Project) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HAS_TELEMETRY, [project.pk])
        return bool(cursor.fetchone()[0])
