"""What needs somebody now, said with what to do. Pure."""

import datetime as dt
from collections.abc import Sequence

from finops.core import formatting
from finops.ingestion.types import Flow, RefusedKey

SILENT, LATE = dt.timedelta(hours=1), dt.timedelta(minutes=2)
NANOSECONDS = 1_000_000_000


def alarms(
    flow: Flow, *, failing: int, differences: int, keys: Sequence[RefusedKey] = (), now: dt.datetime
) -> list[str]:
    """Sentences, the worst first; none when all is well or nothing has ever arrived."""
    found = []
    if differences:
        found.append(
            f"The ledger and what it is made of differ in {formatting.counted(differences, 'place')}. "
            "Run spanledger verify_ledger to see where."
        )
    if failing:
        fail = formatting.counted(failing, "batch fails", "batches fail")
        found.append(
            f"{fail} to settle, and what came with them is in no sum. The error "
            "below says why; they are tried again by themselves."
        )
    if flow.oldest_unsettled_at and (age := now - flow.oldest_unsettled_at) >= LATE:
        found.append(
            f"Counting is {_passed(age)} behind: sums lack what arrived since. See whether the worker runs."
        )
    if flow.last_received_at and (age := now - flow.last_received_at) >= SILENT:
        found.append(
            f"Nothing has arrived for {_passed(age)}. See whether applications or the Collector can reach "
            "the receiver, and whether their key still holds."
        )
    found += _still_used([key for key in keys if now - key.last_at < SILENT])
    return found


def _still_used(keys: Sequence[RefusedKey]) -> list[str]:
    """One sentence, however many keys there are."""
    if not keys:
        return []
    first, more = keys[0], len(keys) - 1
    others = f" So are {formatting.counted(more, 'other')}." if more else ""
    return [
        f"The key {first.prefix}… of {first.project} {first.why} and is still used: "
        f"{formatting.counted(first.requests, 'request')} refused. Give its sender another key.{others}"
    ]


def _passed(age: dt.timedelta) -> str:
    return formatting.duration(int(age.total_seconds()) * NANOSECONDS)
