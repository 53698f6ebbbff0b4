"""What `/api/v1/dimensions` takes and gives."""

import datetime as dt
from typing import Any

from ninja import Schema

from finops.attribution.custom import CustomDimension


class DimensionChange(Schema):
    """How a dimension is called, what states it besides its name, and since when stored calls follow."""

    label: str = ""
    attributes: list[str] = []
    since: dt.date | None = None


class DimensionIn(DimensionChange):
    """A new dimension."""

    name: str


class DimensionOut(Schema):
    """A custom dimension. `key` groups by it; `stated_by` are all attributes, the strongest first."""

    name: str
    key: str
    label: str
    attributes: list[str]
    stated_by: list[str]
    archived_at: dt.datetime | None
    history_since: dt.datetime | None


class DimensionsOut(Schema):
    """All custom dimensions."""

    items: list[DimensionOut]


def dimension_out(found: CustomDimension) -> dict[str, Any]:
    """A dimension as the API gives it."""
    return {
        "name": found.name,
        "key": found.key,
        "label": found.label,
        "attributes": list(found.attributes),
        "stated_by": list(found.stated_by),
        "archived_at": found.archived_at,
        "history_since": found.history_from,
    }
