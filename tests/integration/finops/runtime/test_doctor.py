"""`spanledger doctor` says what is wrong and how to mend it."""

import pytest

from tests.factories.instance import Instance

pytestmark = pytest.mark.processes


def test_without_a_database_it_says_how_to_start_one(tmp_path) -> None:
    done = Instance(tmp_path / "home").run("doctor", check=False)
    assert done.returncode == 1
    assert "not ok  no database\n        Start it with: spanledger up, or set DATABASE_URL." in done.stdout
    assert "nothing runs on them" in done.stdout


def test_a_database_that_does_not_answer_is_named(tmp_path) -> None:
    dead = {"DATABASE_URL": "postgresql://nobody@/nothing?host=/nonexistent"}
    done = Instance(tmp_path / "home", dead).run("doctor", check=False)
    assert done.returncode == 1
    assert "correct DATABASE_URL" in done.stdout
