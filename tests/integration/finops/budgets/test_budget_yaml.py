"""Budgets as a file in git: `spanledger budgets` and `/api/v1/budgets.yaml`."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from finops.accounts.models import Team
from finops.accounts.services import key_create
from finops.audit.models import Entry
from finops.budgets.models import Budget
from finops.budgets.types import Enforcement
from tests.factories.budgets import budget
from tests.factories.rollups import project

pytestmark = pytest.mark.django_db
URL = "/api/v1/budgets.yaml"
FILE = """
budgets:
- name: Support
  owner: support
  scope: {team: support}
  amount: 1500.50
  period: month
  time_zone: Europe/Berlin
  thresholds: {actual: [80, 100]}
- name: Tokens of each customer
  each: customer
  amount: 2000000
  measure: tokens
  enforcement: deny
  advised_model: gpt-4o-mini
"""


@pytest.fixture(autouse=True)
def team() -> None:
    Team.objects.create(name="support")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "budgets.yaml"
    path.write_text(FILE)
    return path


def command(*arguments: Any) -> str:
    out = StringIO()
    call_command("budgets", *map(str, arguments), stdout=out)
    return out.getvalue()


def client_of(scope: str, of: str = "shop") -> Client:
    _, secret = key_create(project=project(of), scope=scope, actor="tests")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def put(client: Client, text: str, query: str = "") -> Any:
    return client.put(URL + query, text, content_type="application/yaml")


def test_a_file_makes_budgets_and_says_so(file: Path) -> None:
    assert command("import", file) == (
        "created: Support\ncreated: Tokens of each customer\n0 left as they were\n"
    )
    support, tokens = Budget.objects.all()
    assert (support.amount, support.owner_team.name, support.time_zone) == (
        1500.5,
        "support",
        "Europe/Berlin",
    )
    assert (tokens.measure, tokens.each, tokens.enforcement) == ("tokens", "customer", "deny")
    assert Entry.objects.filter(actor_name="spanledger budgets").count() == 2


def test_a_second_import_changes_nothing(file: Path) -> None:
    command("import", file)
    before = list(Budget.objects.values())
    assert command("import", file) == "2 left as they were\n"
    assert list(Budget.objects.values()) == before
    assert Entry.objects.filter(action__startswith="budgets").count() == 2


def test_what_is_exported_is_imported_again_as_it_was(file: Path, tmp_path: Path) -> None:
    command("import", file)
    exported = tmp_path / "exported.yaml"
    exported.write_text(command("export"))
    assert command("import", exported) == "2 left as they were\n"
    Budget.objects.all().delete()
    command("import", exported)
    assert command("export") == exported.read_text()


def test_a_budget_is_known_by_its_name_however_it_is_capitalised(file: Path) -> None:
    made = budget("SUPPORT", team="search", amount=7)
    assert "changed: Support" in command("import", file)
    made.refresh_from_db()
    assert (made.name, made.amount, made.filters) == ("Support", 1500.5, {"team": ["support"]})


def test_a_dry_run_tells_and_leaves_everything(file: Path) -> None:
    budget("Old")
    told = command("import", file, "--dry-run", "--prune")
    assert told.splitlines()[:3] == [
        "would be created: Support",
        "would be created: Tokens of each customer",
        "would be archived: Old",
    ]
    assert [one.name for one in Budget.objects.filter(archived_at=None)] == ["Old"]
    assert not Entry.objects.filter(actor_name="spanledger budgets").exists()


def test_only_pruning_ends_budgets_the_file_does_not_name(file: Path) -> None:
    budget("Old")
    command("import", file)
    assert Budget.objects.filter(archived_at=None).count() == 3
    assert "archived: Old" in command("import", file, "--prune")
    assert Budget.objects.get(name="Old").archived_at is not None


def test_one_mistake_and_nothing_is_imported_and_all_mistakes_are_told(file: Path) -> None:
    file.write_text(
        FILE
        + "- {name: A, amount: 1, owner: nobody}\n- {name: B, amount: 1, scope: {colour: red}}\n"
        + "- {name: C, amount: 1, time_zone: Mars}\n- {name: D, amount: 0}\n"
    )
    with pytest.raises(CommandError) as refusal:
        command("import", file)
    told = str(refusal.value)
    assert told.startswith("Nothing was imported.")
    for part in ("A: owner: There is no team 'nobody'", "B: scope:", "C: time_zone:", "D: amount:"):
        assert part in told
    assert not Budget.objects.exists()


def test_the_file_of_the_documentation_is_one(file: Path) -> None:
    told = (Path(__file__).parents[4] / "docs" / "budgets.md").read_text()
    file.write_text(told.split("```yaml\n")[1].split("```")[0])
    assert command("import", file).startswith("created: Support")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        command("import", tmp_path / "none.yaml")


def test_the_api_gives_and_takes_the_same_file() -> None:
    client = client_of("admin")
    answer = put(client, FILE).json()
    assert answer["created"] == ["Support", "Tokens of each customer"]
    text = client.get(URL).content.decode()
    assert text == command("export")
    assert client.get(URL)["Content-Type"] == "application/yaml"
    again = put(client, text + "- {name: More, amount: 5}\n", "?dry_run=true").json()
    assert (again["created"], len(again["unchanged"])) == (["More"], 2)
    assert put(client, "budgets: []", "?prune=true").json()["archived"] == answer["created"]
    assert Entry.objects.order_by("-id")[0].actor_name.startswith("key sl_admin_")


@pytest.mark.parametrize(
    ("text", "query", "taught"),
    [
        ("budgets: 7", "", "below `budgets:`"),
        (FILE + "- {name: X, amount: -1}\n", "", "amount"),
        (FILE, "?purge=true", "prune"),
        (FILE, "?prune=perhaps", "true, false"),
    ],
)
def test_the_api_refuses_what_it_cannot_take(text: str, query: str, taught: str) -> None:
    answer = put(client_of("admin"), text, query)
    assert answer.status_code == 400
    assert taught in answer.json()["message"]
    assert not Budget.objects.exists()


def test_a_read_key_writes_nothing_and_reads_what_is_confined_to_its_project() -> None:
    budget("All", enforcement=Enforcement.WARN)
    client = client_of("read")
    assert put(client, FILE).status_code == 403
    assert client.get(URL).content.decode() == "budgets: []\n"
    put(client_of("admin"), "budgets:\n- {name: Ours, amount: 5, scope: {project: shop}}\n")
    assert "name: Ours" in client.get(URL).content.decode()
