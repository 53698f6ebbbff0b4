"""`spanledger create_key` as scripts use it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from finops.accounts.keys import digest
from finops.accounts.models import ApiKey, Project
from finops.audit.models import Entry

pytestmark = pytest.mark.django_db


def created_key(*arguments: str) -> str:
    out = StringIO()
    call_command("create_key", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_only_the_key() -> None:
    printed = created_key("--project", "checkout", "--scope", "ingest")
    assert printed.startswith("sl_ingest_")
    assert printed.split() == [printed.removesuffix("\n")]


def test_it_creates_the_project_once() -> None:
    created_key("--project", "checkout", "--scope", "ingest")
    created_key("--project", "checkout", "--scope", "read")
    assert Project.objects.count() == 1
    assert ApiKey.objects.filter(project__name="checkout").count() == 2


def test_the_key_is_stored_only_as_a_hash() -> None:
    secret = created_key("--project", "checkout", "--scope", "read").strip()
    stored = ApiKey.objects.get()
    assert bytes(stored.digest) == digest(secret)
    assert secret not in str(vars(stored))
    assert secret.startswith(stored.prefix) and len(stored.prefix) < len(secret) / 2


def test_project_and_key_are_in_the_audit_log_without_the_secret() -> None:
    secret = created_key("--project", "checkout", "--scope", "admin").strip()
    entries = list(Entry.objects.order_by("id").values_list("action", "actor_name", "target", "detail"))
    assert [entry[0] for entry in entries] == ["accounts.project.create", "accounts.key.create"]
    assert {entry[1] for entry in entries} == {"spanledger create_key"}
    assert secret not in str(entries)


def test_an_unknown_scope_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        created_key("--project", "checkout", "--scope", "write")


def test_a_project_name_that_cannot_be_stored_is_refused_with_the_limit() -> None:
    with pytest.raises(CommandError, match="1 to 100 characters, not 101"):
        created_key("--project", "x" * 101)
