"""Processes and their descendants, found in one pass over the system."""

from collections.abc import Iterable

import psutil


def families(roots: Iterable[int]) -> dict[int, list[psutil.Process]]:
    """For each of our child processes (by pid) itself and its descendants; nothing when it is gone."""
    found: dict[int, list[psutil.Process]] = {root: [] for root in roots}
    root_of = {root: root for root in found}
    for process in psutil.Process().children(recursive=True):  # parents come before their children
        try:
            root = root_of.get(process.pid) or root_of[process.ppid()]
        except (psutil.NoSuchProcess, KeyError):
            continue
        root_of[process.pid] = root
        found[root].append(process)
    return found
