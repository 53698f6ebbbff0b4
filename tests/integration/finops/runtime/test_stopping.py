"""However an instance ends, nothing is left running and nothing is lost."""

import signal

import psutil
import psycopg
import pytest

from tests.factories.instance import Instance
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def fresh():
    made = Instance()
    try:
        yield made.start()
    finally:
        made.remove()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_terminate_end_everything_cleanly(fresh, number) -> None:
    everything = fresh.everything()
    assert fresh.stop(number) == 0
    assert not [process for process in everything if process.is_running()]
    assert fresh.output.endswith("Stopped.\n")
    assert not (fresh.home / "runtime.json").exists()
    assert "database system is shut down" in (fresh.home / "log" / "postgres.log").read_text()


def test_nothing_survives_a_killed_supervisor(fresh) -> None:
    everything = fresh.everything()
    fresh.kill("supervisor")
    fresh.process.wait(10)
    gone = eventually(
        lambda: not [p for p in everything if p.is_running() and p.status() != psutil.STATUS_ZOMBIE],
        "the end of every process",
    )
    assert gone


def test_a_killed_instance_starts_again_with_its_data(fresh) -> None:
    fresh.key(project="kept")
    fresh.kill("supervisor")
    fresh.process.wait(10)
    fresh.start()
    with psycopg.connect(fresh.runtime["database_url"]) as connection:
        assert connection.execute("SELECT count(*) FROM accounts_project WHERE name = 'kept'").fetchone() == (
            1,
        )
    assert "Password" not in fresh.output
    assert "spanledger create_key" in fresh.output


def test_everything_killed_at_once_starts_again(fresh) -> None:
    for name in ("supervisor", "postgres", "valkey", "ingest", "web", "worker", "beat"):
        fresh.kill(name)
    fresh.process.wait(10)
    fresh.start()
    assert fresh.key().startswith("sl_ingest_")
