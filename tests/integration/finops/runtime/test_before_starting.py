"""What `up` checks and clears before anything starts."""

import json
import os
import socket
import subprocess
import sys

import psutil
import pytest

from finops.runtime.exclusive import AlreadyRunning, exclusive
from finops.runtime.home import LOG_LIMIT, Home, HomeUnusable
from finops.runtime.ports import PortsBusy, reachable, require_free
from finops.runtime.stale import end_remembered, remember


@pytest.fixture
def home(tmp_path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


@pytest.fixture
def sleeper():
    process = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    yield process
    process.kill()
    process.wait()


def test_a_home_is_held_by_one_and_free_after_it(home) -> None:
    with exclusive(home):
        with pytest.raises(AlreadyRunning) as refused, exclusive(home):
            pass
        assert refused.value.pid == str(os.getpid())
    with exclusive(home):
        pass


def test_what_a_killed_run_left_behind_is_ended(home, sleeper) -> None:
    remember(home.processes, {"web": [psutil.Process(sleeper.pid)], "worker": []})
    assert end_remembered(home.processes) == ["web"]
    assert not psutil.pid_exists(sleeper.pid)
    assert not home.processes.exists()


def test_a_number_that_the_system_used_again_is_left_alone(home, sleeper) -> None:
    started = psutil.Process(sleeper.pid).create_time()
    home.processes.write_text(json.dumps({"web": [[sleeper.pid, started - 60]]}))
    assert end_remembered(home.processes) == []
    assert sleeper.poll() is None


@pytest.mark.parametrize("text", ["", "{", "{}"])
def test_a_damaged_memory_is_no_obstacle(home, text) -> None:
    home.processes.write_text(text)
    assert end_remembered(home.processes) == []


def test_a_busy_port_is_named_with_its_variable_and_its_holder() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(
            PortsBusy, match=rf"Port {port} \(SPANLEDGER_HTTP_PORT\) is busy.*pid {os.getpid()}"
        ):
            require_free("127.0.0.1", {"SPANLEDGER_HTTP_PORT": port})


def test_one_port_for_two_purposes_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(PortsBusy, match="TWO and ONE are both"):
        require_free("127.0.0.1", {"ONE": port, "TWO": port})


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PortsBusy, match="SPANLEDGER_BIND=no such host"):
        require_free("no such host", {"SPANLEDGER_HTTP_PORT": 8000})


@pytest.mark.parametrize(
    ("bind", "host"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("ledger", "ledger")],
)
def test_a_url_names_a_host_that_can_be_reached(bind, host) -> None:
    assert reachable(bind) == host


def test_sockets_move_when_the_home_is_too_deep_for_one(tmp_path) -> None:
    deep = Home(tmp_path / ("x" * 100))
    assert not deep.sockets.is_relative_to(deep.path)
    assert deep.sockets != Home(tmp_path / ("y" * 100)).sockets


def test_a_home_that_cannot_be_made_is_named(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeUnusable, match="Set SPANLEDGER_HOME elsewhere"):
        Home(tmp_path / "file" / "home").prepare()


def test_sockets_are_not_put_where_somebody_else_was_first(tmp_path) -> None:
    deep = Home(tmp_path / ("z" * 100))
    deep.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(HomeUnusable, match="belongs to another user"):
            deep.prepare()
    finally:
        deep.sockets.unlink()


def test_a_large_log_is_set_aside_and_a_small_one_goes_on(home) -> None:
    home.log("web").write_bytes(b"x" * (LOG_LIMIT + 1))
    home.log("beat").write_text("short")
    home.rotate_logs()
    assert not home.log("web").exists()
    assert (home.logs / "web.log.1").stat().st_size > LOG_LIMIT
    assert home.log("beat").read_text() == "short"
