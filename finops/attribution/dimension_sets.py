"""Dimension sets: one row per distinct combination, found by a digest of its values."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg

from finops.core.db.files import read_sql


class DimensionSet(NamedTuple):
    """One combination, in the order of the columns. None: nobody said."""

    project_id: int
    environment: str | None
    service: str | None
    team: str | None
    cost_center: str | None
    feature: str | None
    journey: str | None
    step: str | None
    agent: str | None
    prompt_name: str | None
    prompt_version: str | None
    operation: str | None
    provider: str | None
    request_model: str | None
    response_model: str | None
    region: str | None
    custom: str | None = None  # custom.canonical


@lru_cache(maxsize=50_000)
def digest(values: DimensionSet) -> str:
    """The key of a combination: 32 hexadecimal digits."""
    # Sets without custom dimensions keep the keys they had before there were any.
    told = values if values.custom is not None else values[:-1]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


FIND = read_sql(__file__, "find_dimension_sets.sql")
ADD = read_sql(__file__, "add_dimension_sets.sql")


def dimension_set_ids(
    connection: psycopg.Connection[Any], wanted: Iterable[DimensionSet]
) -> dict[DimensionSet, int]:
    """The ids of these combinations; missing ones are added, in key order, in the current transaction."""
    by_digest = {digest(values): values for values in wanted}
    found = _find(connection, by_digest)
    missing = sorted(by_digest.keys() - found.keys())
    if missing:
        rows = [json.dumps([key, *by_digest[key]]) for key in missing]
        connection.execute(ADD, [rows])
        # A row that another transaction added at the same moment is visible to a new statement only.
        found |= _find(connection, missing)
    return {values: found[key] for key, values in by_digest.items()}


def _find(connection: psycopg.Connection[Any], digests: Iterable[str]) -> dict[str, int]:
    rows = connection.execute(FIND, [list(digests)], binary=True).fetchall()
    return {key.hex(): set_id for key, set_id in rows}
