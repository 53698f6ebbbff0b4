"""The custom dimensions that are allowed, and which attribute states which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from finops.attribution.custom import PREFIX, stating
from ingest.content import is_content, is_personal
from ingest.dimension_names import ranked

ALLOWED = "SELECT name, attributes FROM attribution_customdimension WHERE archived_at IS NULL ORDER BY id"


class CustomNames(NamedTuple):
    """Look-ups of what states a custom dimension; empty when there is none."""

    keys: Mapping[str, Sequence[tuple[str, int]]]  # attribute -> (dimension, rank)
    names: Mapping[str, tuple[str, int]]  # name in free-form metadata, plain -> (dimension, rank)
    tags: Mapping[str, str]  # what stands before the colon of a tag -> dimension


NO_CUSTOM = CustomNames({}, {}, {})


def custom_names(allowed: Iterable[tuple[str, Sequence[str]]]) -> CustomNames:
    """The look-ups for some dimensions. What holds content or personal data states none."""
    tables = {
        PREFIX + name: [one for one in stating(name, attributes) if not (is_content(one) or is_personal(one))]
        for name, attributes in allowed
    }
    keys = ranked((tables, "", 0))
    names: dict[str, tuple[str, int]] = {}
    for key, stated in keys.items():
        names.setdefault(plain(key), stated[0])
    return CustomNames(keys, names, {name.removeprefix(PREFIX): name for name in tables})


def read_custom_names(cursor: Any) -> CustomNames:
    """The look-ups as the database has them now."""
    found = custom_names(cursor.execute(ALLOWED).fetchall())
    return found if found.keys else NO_CUSTOM


def plain(name: str) -> str:
    """A name of free-form metadata without what its spelling adds: `tenant_id`, `tenantId`, `tenant.id`."""
    return name.lower().replace("_", "").replace("-", "").replace(".", "").removeprefix("finops")
