"""A value that is read in the background and never too old."""

from collections.abc import Callable
from threading import Event

from finops.budgets.checks.refreshing import (
    HALF_SECONDS,
    MOST_SECONDS,
    PATIENCE_SECONDS,
    PAUSE_SECONDS,
    Refreshed,
)
from tests.factories.waiting import eventually


class Source:
    """Counts how often it is read; waits when told to, fails when told to."""

    def __init__(self) -> None:
        self.reads, self.fails, self.now = 0, False, 1000.0
        self.may_go_on, self.waits = Event(), False

    def read(self) -> int:
        self.reads += 1
        if self.waits:
            self.may_go_on.wait(30)
        if self.fails:
            raise ConnectionError("no database")
        return self.reads

    def clock(self) -> float:
        return self.now


def made() -> tuple[Source, Refreshed[int]]:
    source = Source()
    return source, Refreshed(source.read, source.clock)


def soon(condition: Callable[[], bool], what: str) -> None:
    eventually(condition, what)


def test_the_first_who_asks_waits_for_it_and_the_next_does_not_read_again() -> None:
    source, kept = made()
    assert [kept.get() for _ in range(3)] == [1, 1, 1]
    assert source.reads == 1


def test_at_half_its_age_it_is_read_again_while_the_old_one_is_given() -> None:
    source, kept = made()
    kept.get()
    source.now += HALF_SECONDS
    source.waits = True
    assert [kept.get() for _ in range(5)] == [1] * 5
    soon(lambda: source.reads == 2, "a second reading")
    assert kept.get() == 1
    source.may_go_on.set()
    soon(lambda: kept.get() == 2, "the second value")
    assert source.reads == 2


def test_what_is_too_old_is_never_given() -> None:
    source, kept = made()
    kept.get()
    source.now += MOST_SECONDS
    assert kept.get() == 2


def test_its_age_counts_from_when_reading_it_began() -> None:
    source, kept = made()
    source.waits = True
    assert kept.get() is None
    source.now += MOST_SECONDS
    source.may_go_on.set()
    soon(lambda: kept.get() == 2, "a value that is new")


def test_who_asks_waits_no_longer_than_patience_lasts() -> None:
    source, kept = made()
    source.waits = True
    assert kept.get() is None
    source.now += PATIENCE_SECONDS
    assert [kept.get() for _ in range(100)] == [None] * 100
    assert source.reads == 1
    source.may_go_on.set()


def test_after_a_failure_there_is_none_and_no_other_attempt_for_a_while() -> None:
    source, kept = made()
    source.fails = True
    assert [kept.get() for _ in range(10)] == [None] * 10
    assert source.reads == 1
    source.fails = False
    source.now += PAUSE_SECONDS
    assert kept.get() == 2


def test_a_failure_takes_nothing_away_that_is_new_enough() -> None:
    source, kept = made()
    kept.get()
    source.fails = True
    source.now += HALF_SECONDS
    assert kept.get() == 1
    soon(lambda: source.reads == 2, "a reading that fails")
    assert kept.get() == 1
