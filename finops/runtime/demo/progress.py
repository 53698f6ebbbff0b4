"""What is said while loading."""

import time
from collections.abc import Callable
from typing import NamedTuple, TextIO

from finops.core.formatting import counted

PLAIN_INTERVAL = 5.0  # seconds between two lines where lines cannot be rewritten


class Progress(NamedTuple):
    """How far a load is."""

    days: int
    all_days: int
    sent: int  # spans in this run
    settled: int  # spans of the project
    stored: int

    def __str__(self) -> str:
        share = f"{self.settled:,} of {self.stored:,} settled"
        return f"Demo data: day {self.days} of {self.all_days}, {counted(self.sent, 'span')} sent, {share}"


class Display:
    """Shows progress in one line that is rewritten, or in a line now and then."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._rewrites = stream.isatty()
        self._next = clock()

    def show(self, progress: Progress) -> None:
        """Show where things are, unless that was just done."""
        if self._rewrites:
            self._stream.write(f"\r{progress}\x1b[K")
        elif self._clock() >= self._next:
            self._next = self._clock() + PLAIN_INTERVAL
            self._stream.write(f"{progress}\n")
        self._stream.flush()

    def end(self, line: str) -> None:
        """Say the last word."""
        self._stream.write(f"\r{line}\x1b[K\n" if self._rewrites else f"{line}\n")
        self._stream.flush()
