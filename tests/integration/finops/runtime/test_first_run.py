"""The first run makes what one needs to sign in and send, once."""

import pytest

from finops.accounts.keys import digest
from finops.accounts.models import ApiKey, Organisation, Project, Role, User
from finops.runtime.first_run import BadAdministrator, prepare_installation

pytestmark = pytest.mark.django_db


def test_a_new_installation_gets_administrator_project_and_key() -> None:
    welcome = prepare_installation()
    user = User.objects.get()
    assert (user.email, user.role) == ("admin@localhost", Role.ADMIN)
    assert user.check_password(welcome.password)
    assert Organisation.objects.count() == 1
    project = Project.objects.get(name="default")
    assert len(project.pseudonym_key) == 32
    assert bytes(ApiKey.objects.get(project=project, scope="ingest").digest) == digest(welcome.ingest_key)


def test_the_second_run_makes_nothing() -> None:
    prepare_installation()
    assert prepare_installation() is None
    assert (User.objects.count(), ApiKey.objects.count()) == (1, 1)


def test_address_and_password_can_be_given_and_the_password_is_not_repeated(monkeypatch) -> None:
    monkeypatch.setenv("SPANLEDGER_ADMIN_EMAIL", "ada@example.com")
    monkeypatch.setenv("SPANLEDGER_ADMIN_PASSWORD", "correct horse battery")
    assert prepare_installation().password is None
    assert User.objects.get(email="ada@example.com").check_password("correct horse battery")


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SPANLEDGER_ADMIN_EMAIL", "ada"), ("SPANLEDGER_ADMIN_PASSWORD", "short")],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch, variable, value) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadAdministrator, match=variable):
        prepare_installation()
    assert not User.objects.exists()
