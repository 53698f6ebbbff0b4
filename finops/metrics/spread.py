"""Values of gauges over time and series, and amounts. Pure."""

from typing import NamedTuple


class Spread(NamedTuple):
    """Values as they were read: how many, their sum, the least and the most."""

    number: int
    total: float
    least: float
    most: float

    @property
    def mean(self) -> float:
        """Over all readings."""
        return self.total / self.number

    def plus(self, other: "Spread") -> "Spread":
        """Both together."""
        return Spread(
            self.number + other.number,
            self.total + other.total,
            min(self.least, other.least),
            max(self.most, other.most),
        )
