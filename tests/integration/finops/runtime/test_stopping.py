"""However an instance ends, nothing is left running and nothing is lost."""

import signal

import psutil
import psycopg
import pytest

from tests.factories.instance import Instance, running
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def fresh():
    with running() as made:
        yield made


def assert_stopped_cleanly(instance: Instance, number: signal.Signals) -> None:
    everything = instance.everything()
    assert instance.stop(number) == 0
    assert not [process for process in everything if process.is_running()]
    assert instance.output.endswith("Stopped.\n")
    assert not (instance.home / "runtime.json").exists()
    assert "database system is shut down" in (instance.home / "log" / "postgres.log").read_text()


def ended(processes: list[psutil.Process]) -> bool:
    return not [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_ctrl_c_ends_everything_cleanly(fresh) -> None:
    assert_stopped_cleanly(fresh, signal.SIGINT)


def test_nothing_survives_a_killed_supervisor_and_the_next_start_has_its_data(fresh) -> None:
    fresh.key(project="kept")
    everything = fresh.everything()
    fresh.kill("supervisor")
    fresh.process.wait(10)
    eventually(lambda: ended(everything), "the end of every process")
    fresh.start()
    with psycopg.connect(fresh.runtime["database_url"]) as connection:
        assert connection.execute("SELECT count(*) FROM accounts_project WHERE name = 'kept'").fetchone() == (
            1,
        )
    assert "Password" not in fresh.output
    assert "spanledger create_key" in fresh.output
    assert_stopped_cleanly(fresh, signal.SIGTERM)


def test_everything_killed_at_once_starts_again(fresh) -> None:
    for name in ("supervisor", "postgres", "valkey", "ingest", "web", "worker", "beat"):
        fresh.kill(name)
    fresh.process.wait(10)
    fresh.start()
    assert fresh.key().startswith("sl_ingest_")
