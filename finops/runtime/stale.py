"""Processes of a run that ended without stopping them: remembered on disk, found and ended."""

import json
import signal
from collections.abc import Iterable, Mapping
from pathlib import Path

import psutil

from finops.runtime.files import write_private

START_TIME_TOLERANCE = 2.0  # seconds: the clock may have been set since
GRACE = 15.0  # seconds to stop before being killed


def remember(path: Path, processes: Mapping[str, Iterable[psutil.Process]]) -> None:
    """Write down what runs. A pid alone is not enough: the system uses numbers again."""
    found = {name: [[one.pid, one.create_time()] for one in many] for name, many in processes.items()}
    write_private(path, json.dumps(found))


def end_remembered(path: Path) -> list[str]:
    """End what a former run left behind and return the names. The caller holds the home."""
    left = _alive(path)
    for name, processes in left.items():
        for process in processes:
            _signal(process, signal.SIGINT if name == "postgres" else signal.SIGTERM)
    everything = [process for processes in left.values() for process in processes]
    _, stubborn = psutil.wait_procs(everything, timeout=GRACE)
    for process in stubborn:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=GRACE)
    path.unlink(missing_ok=True)
    return sorted(name for name, processes in left.items() if processes)


def _alive(path: Path) -> dict[str, list[psutil.Process]]:
    try:
        remembered = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return {name: [p for pair in pairs if (p := _find(*pair))] for name, pairs in remembered.items()}


def _find(pid: int, create_time: float) -> psutil.Process | None:
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - create_time) < START_TIME_TOLERANCE
    except psutil.Error:
        return None
    return process if same else None


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.Error:
        return
