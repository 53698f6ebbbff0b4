"""However an instance ends, nothing is left running and nothing is lost."""

import signal
from collections.abc import Iterator
from contextlib import suppress

import psutil
import psycopg
import pytest

from tests.factories.instance import Instance, running
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def started() -> Iterator[Instance]:
    with running() as made:
        yield made


@pytest.fixture
def instance(started: Instance) -> Instance:
    """One that runs, whatever the test before did to it."""
    if started.process.poll() is not None:
        started.start()
    return started


def shutdowns(instance: Instance) -> int:
    return (instance.home / "log" / "postgres.log").read_text().count("database system is shut down")


def ended(processes: list[psutil.Process]) -> bool:
    return not any(map(lives, processes))


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def test_everything_killed_at_once_starts_again(instance: Instance) -> None:
    for name in ("supervisor", "postgres", "valkey", "ingest", "web", "worker", "beat"):
        instance.kill(name)
    instance.process.wait(10)
    instance.start()
    assert instance.key().startswith("sl_ingest_")


def test_nothing_survives_a_killed_supervisor_and_the_next_start_has_its_data(instance: Instance) -> None:
    instance.key(project="kept")
    everything = instance.everything()
    instance.kill("supervisor")
    instance.process.wait(10)
    eventually(lambda: ended(everything), "the end of every process")
    instance.start()
    kept = "SELECT count(*) FROM accounts_project WHERE name = 'kept'"
    with psycopg.connect(instance.runtime["database_url"]) as connection:
        assert connection.execute(kept).fetchone() == (1,)
    assert "Password" not in instance.output
    assert "spanledger create_key" in instance.output


def test_ctrl_c_ends_everything_cleanly(instance: Instance) -> None:
    everything, before = instance.everything(), shutdowns(instance)
    assert instance.stop(signal.SIGINT) == 0
    assert not [process for process in everything if process.is_running()]
    assert instance.output.endswith("Stopped.\n")
    assert not (instance.home / "runtime.json").exists()
    assert shutdowns(instance) == before + 1
