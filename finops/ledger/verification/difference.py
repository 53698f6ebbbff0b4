"""One difference between what is stored and what should be."""

from typing import NamedTuple


class Difference(NamedTuple):
    """Where, of what, what is stored and what it should be."""

    place: str
    what: str
    stored: object
    expected: object

    def __str__(self) -> str:
        return f"{self.place}: {self.what} is {_plain(self.stored)}, but should be {_plain(self.expected)}."


def compare(place: str, stored: dict[str, object], expected: dict[str, object]) -> list[Difference]:
    """The differences between two records, by name of the value."""
    return [
        Difference(place, what, stored.get(what), value)
        for what, value in expected.items()
        if stored.get(what) != value
    ]


def _plain(value: object) -> str:
    return "unknown" if value is None else str(value)
