"""API keys at the door of `/api/v1`."""

import datetime as dt
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone
from ninja.errors import AuthenticationError, AuthorizationError
from pytest_django import DjangoAssertNumQueries

from finops.accounts import key_refusals, services
from finops.accounts.api_auth import ApiKeyAuth, Caller
from finops.accounts.models import ApiKey, Project, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return services.project_get_or_create("checkout")


def new_secret(project: Project, scope: Scope, **fields: Any) -> str:
    return services.key_create(project=project, scope=scope, actor="tests", **fields)[1]


def caller(authorization: str) -> Caller | None:
    return ApiKeyAuth()(RequestFactory().get("/api/v1/spend", headers={"Authorization": authorization}))


def test_a_read_key_sees_its_own_project(project: Project) -> None:
    secret = new_secret(project, Scope.READ)
    found = caller(f"Bearer {secret}")
    assert found is not None
    assert (found.scope, found.project_id) == (Scope.READ, project.pk)
    assert secret.startswith(found.prefix)


def test_an_admin_key_sees_all_projects(project: Project) -> None:
    found = caller(f"Bearer {new_secret(project, Scope.ADMIN)}")
    assert found is not None and found.project_id is None


def test_an_ingest_key_is_told_what_it_is_for(project: Project) -> None:
    with pytest.raises(AuthorizationError, match="may send telemetry, not read") as refusal:
        caller(f"Bearer {new_secret(project, Scope.INGEST)}")
    assert refusal.value.status_code == 403
    assert ApiKey.objects.get().last_used_at is None


@pytest.mark.parametrize("token", ["", "sl_read_wrong", "x" * 100_000, "\x00", "sl_read_ü"])
def test_an_unknown_key_is_refused(project: Project, token: str) -> None:
    new_secret(project, Scope.READ)
    with pytest.raises(AuthenticationError) as refusal:
        caller(f"Bearer {token}")
    assert refusal.value.status_code == 401
    assert len(str(refusal.value)) < 200


def test_other_schemes_do_not_authenticate(project: Project) -> None:
    secret = new_secret(project, Scope.READ)
    assert caller(f"Basic {secret}") is None
    assert caller(secret) is None


def test_a_revoked_key_is_refused_at_once(project: Project) -> None:
    secret = new_secret(project, Scope.READ)
    services.key_revoke(key=ApiKey.objects.get(), actor="tests")
    with pytest.raises(AuthenticationError, match="was revoked"):
        caller(f"Bearer {secret}")


def test_an_expired_key_is_refused(project: Project) -> None:
    now = timezone.now()
    expired = new_secret(project, Scope.READ, expires_at=now - dt.timedelta(seconds=1))
    working = new_secret(project, Scope.READ, expires_at=now + dt.timedelta(hours=1))
    with pytest.raises(AuthenticationError, match="has expired"):
        caller(f"Bearer {expired}")
    assert caller(f"Bearer {working}") is not None


def test_the_last_use_is_noted_once_a_minute(project: Project) -> None:
    secret = new_secret(project, Scope.READ)
    caller(f"Bearer {secret}")
    first = ApiKey.objects.get().last_used_at
    assert first is not None
    caller(f"Bearer {secret}")
    assert ApiKey.objects.get().last_used_at == first
    long_ago = first - dt.timedelta(minutes=2)
    ApiKey.objects.update(last_used_at=long_ago)
    caller(f"Bearer {secret}")
    assert ApiKey.objects.get().last_used_at > long_ago


@pytest.mark.parametrize("how", ["revoked_at", "expires_at"])
def test_using_a_dead_key_is_noted(project: Project, how: str) -> None:
    secret = new_secret(project, Scope.READ)
    ApiKey.objects.update(**{how: timezone.now() - dt.timedelta(minutes=1)})
    with pytest.raises(AuthenticationError):
        caller(f"Bearer {secret}")
    key = ApiKey.objects.get()
    assert (key.refused_count, key.last_used_at) == (1, None)
    assert key.last_refused_at is not None


def test_a_dead_key_in_a_loop_is_written_every_few_seconds_and_none_of_it_is_lost(
    project: Project, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    new_secret(project, Scope.READ)
    key, now = ApiKey.objects.get(), timezone.now()
    key_refusals.note(key, now)
    with django_assert_num_queries(0):
        for _ in range(1000):
            key_refusals.note(key, now + dt.timedelta(seconds=1))
    key_refusals.note(key, now + dt.timedelta(seconds=4))
    key.refresh_from_db()
    assert (key.refused_count, key.last_refused_at) == (1002, now + dt.timedelta(seconds=4))


def test_an_unknown_key_writes_nothing(
    project: Project, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1), pytest.raises(AuthenticationError):
        caller("Bearer sl_read_unknown")
