"""What a search finds."""

import datetime as dt
import uuid
from typing import NamedTuple


class Hit(NamedTuple):
    """One thing to open."""

    label: str
    url: str
    icon: str  # templates/components/icons/<icon>.svg
    detail: str = ""

    @property
    def icon_path(self) -> str:
        """The template of the icon."""
        return f"components/icons/{self.icon}.svg"


class Group(NamedTuple):
    """Things of one kind, the closest first."""

    title: str
    hits: list[Hit]


class Name(NamedTuple):
    """A value of a dimension."""

    dimension: str
    value: str


class FoundTrace(NamedTuple):
    """A trace found by its id. Never what it says."""

    project_id: int
    trace_id: uuid.UUID
    name: str
    start_time: dt.datetime
