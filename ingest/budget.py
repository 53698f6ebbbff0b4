"""Bounded memory: how many bytes of requests one process works on at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import Overloaded

# Besides the body itself: the pieces it is cut into, and the rows they become.
WORKING_COPIES = 2


class Budget:
    """Bytes that may be in flight. What does not fit is refused at once, to be sent again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0

    @contextmanager
    def hold(self) -> Iterator["Hold"]:
        """Account for one request; what it holds is given back when the block ends."""
        held = Hold(self)
        try:
            yield held
        finally:
            self._used -= held.size

    def take(self, size: int, already: int) -> None:
        """Raises Overloaded when it does not fit beside others; a request alone always fits."""
        others = self._used - already
        if others and self._used + size > self._limit:
            raise Overloaded("The receiver is busy with other requests. Please send this again.")
        self._used += size


class Hold:
    """The bytes one request holds."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.size = 0

    def grow(self, size: int) -> None:
        """Hold more. Raises Overloaded."""
        self._budget.take(size, self.size)
        self.size += size
