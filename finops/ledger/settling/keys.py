"""What a settling transaction locks."""

from collections.abc import Iterable

BUCKETS = 2048  # bounds the locks of one transaction, whatever it settles


def lock_keys(project_id: int, traces: Iterable[bytes], response_keys: Iterable[int]) -> list[int]:
    """The advisory lock keys of traces and response ids, in the order in which all must take them.

    Projects never wait for each other (until 500,000 projects share keys).
    """
    buckets = {int.from_bytes(trace_id[-4:], "big") % BUCKETS for trace_id in traces}
    buckets |= {key % BUCKETS for key in response_keys}
    base = project_id % 500_000 * BUCKETS
    return sorted(base + bucket for bucket in buckets)


def uuid_array(ids: Iterable[bytes]) -> str:
    """Ids as the text of a Postgres uuid[]."""
    return "{" + ",".join(one.hex() for one in ids) + "}"
