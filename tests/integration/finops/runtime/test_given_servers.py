"""A given server that cannot be used is refused before anything starts."""

import os

import pytest

from tests.factories.instance import Instance

pytestmark = pytest.mark.processes


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
