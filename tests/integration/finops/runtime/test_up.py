"""`spanledger up`, as a person and a script see it."""

import os
import re
import stat
import subprocess
import sys
import urllib.request

import psycopg
import pytest

from tests.factories.instance import Instance

pytestmark = pytest.mark.processes

SENT_BY_THE_SNIPPET = """SELECT count(*) FROM span JOIN accounts_project ON accounts_project.id = project_id
WHERE span.name = 'chat gpt-4o-mini' AND span.dims->>'team' = 'demo' AND accounts_project.name = 'default'"""


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.status


def test_it_prints_where_to_go_and_who_may_sign_in(instance) -> None:
    assert f"Web         {instance.runtime['web']}" in instance.output
    assert f"OTLP HTTP   {instance.runtime['otlp_http']}" in instance.output
    assert f"OTLP gRPC   {instance.runtime['otlp_grpc']}" in instance.output
    assert re.search(r"Sign in as  admin@localhost\n  Password    \S{16,}\n", instance.output)


def test_web_and_ingest_answer(instance) -> None:
    assert status(instance.runtime["web"] + "/healthz") == 200
    assert status(instance.runtime["otlp_http"] + "/readyz") == 200


def test_every_process_is_listed_and_alive(instance) -> None:
    names = {"supervisor", "postgres", "valkey", "web", "ingest", "worker", "beat"}
    assert set(instance.runtime["pids"]) == names
    assert all(os.kill(pid, 0) is None for name in names for pid in instance.pids(name))


def test_runtime_json_and_the_secret_key_are_private(instance) -> None:
    for name in ("runtime.json", "secret_key"):
        assert stat.S_IMODE((instance.home / name).stat().st_mode) == 0o600


def test_the_password_is_written_nowhere(instance) -> None:
    password = re.search(r"Password    (\S+)", instance.output)[1]
    logs = "".join(log.read_text(errors="replace") for log in (instance.home / "log").glob("*.log"))
    assert password not in logs
    assert password not in (instance.home / "runtime.json").read_text()


def test_other_commands_find_the_instance_through_its_home(instance) -> None:
    assert instance.key().startswith("sl_ingest_")


def test_a_second_up_says_so_and_leaves_the_first_alone(instance) -> None:
    before = instance.runtime
    second = instance.run("up", check=False)
    assert second.returncode == 1
    pid = instance.pids("supervisor")[0]
    assert f"already running, pid {pid}, {instance.runtime['web']}" in second.stderr
    assert instance.runtime == before
    assert status(instance.runtime["web"] + "/healthz") == 200


def test_doctor_finds_everything_in_order(instance) -> None:
    report = instance.run("doctor").stdout
    assert "not ok" not in report
    for line in ("Postgres 18", "pgvector", "0 migrations to apply", "broker", "web on", "ingest on"):
        assert line in report


def test_a_busy_port_is_named_with_its_variable(instance, tmp_path) -> None:
    neighbour = Instance(
        tmp_path / "home", {"SPANLEDGER_HTTP_PORT": instance.environment["SPANLEDGER_HTTP_PORT"]}
    )
    refused = neighbour.run("up", check=False)
    assert refused.returncode == 1
    assert (
        f"Port {instance.environment['SPANLEDGER_HTTP_PORT']} (SPANLEDGER_HTTP_PORT) is busy"
        in refused.stderr
    )
    assert not (tmp_path / "home" / "postgres").exists()


def test_the_printed_snippet_sends_a_span(instance) -> None:
    snippet = re.search(r"(# .*?pip install.*?provider\.shutdown\(\)\n)", instance.output, re.DOTALL)[1]
    done = subprocess.run([sys.executable, "-c", snippet], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    with psycopg.connect(instance.runtime["database_url"]) as connection:
        assert connection.execute(SENT_BY_THE_SNIPPET).fetchone() == (1,)


@pytest.fixture
def given_database():
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE DATABASE given")
        yield os.environ["DATABASE_URL"].replace("/spanledger?", "/given?")
        connection.execute("DROP DATABASE given WITH (FORCE)")


def test_two_instances_run_side_by_side_and_one_uses_the_servers_it_was_given(
    instance, given_database
) -> None:
    servers = {"DATABASE_URL": given_database, "BROKER_URL": os.environ["BROKER_URL"]}
    given = Instance(environment=servers)
    try:
        given.start()
        assert given.runtime["database_url"] == given_database
        assert not {"postgres", "valkey"} & set(given.runtime["pids"])
        assert not (given.home / "postgres").exists()
        given.key(project="elsewhere")
        with psycopg.connect(given_database) as connection:
            found = connection.execute("SELECT count(*) FROM accounts_project WHERE name = 'elsewhere'")
            assert found.fetchone() == (1,)
        with psycopg.connect(instance.runtime["database_url"]) as connection:
            found = connection.execute("SELECT count(*) FROM accounts_project WHERE name = 'elsewhere'")
            assert found.fetchone() == (0,)
    finally:
        given.remove()


@pytest.mark.parametrize("name", ["web", "ingest", "worker", "beat", "valkey", "postgres"])
def test_what_dies_is_started_again(instance, name) -> None:
    former = instance.pids(name)
    instance.kill(name)
    instance.wait_until_restarted(name, former)
    instance.wait_until_well()
