"""DATABASE_URL and BROKER_URL replace the embedded servers; instances stand side by side."""

import os

import psycopg
import pytest

from tests.factories.instance import Instance

pytestmark = pytest.mark.processes


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


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("DATABASE_URL", "postgresql://nobody@/nothing?host=/nonexistent"),
        ("BROKER_URL", "redis+socket:///nonexistent/valkey.sock"),
    ],
)
def test_a_server_that_does_not_answer_is_named(tmp_path, variable, url) -> None:
    servers = {
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "BROKER_URL": os.environ["BROKER_URL"],
        variable: url,
    }
    refused = Instance(tmp_path / "home", servers).run("up", check=False)
    assert refused.returncode == 1
    assert f"{variable} cannot be reached" in refused.stderr
