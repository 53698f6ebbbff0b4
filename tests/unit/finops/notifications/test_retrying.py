"""Waits between attempts grow, are bounded, and end after a day."""

import datetime as dt

import pytest

from finops.notifications.retrying import LONGEST, MOST_ATTEMPTS, next_wait

SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def test_waits_double_up_to_four_hours_and_end_after_a_day() -> None:
    waits = [next_wait(attempts) for attempts in range(1, MOST_ATTEMPTS)]
    assert waits[:4] == [30 * SECOND, 60 * SECOND, 120 * SECOND, 240 * SECOND]
    assert max(filter(None, waits)) == LONGEST == 4 * HOUR
    assert DAY < sum(filter(None, waits), dt.timedelta()) < DAY + LONGEST
    assert next_wait(MOST_ATTEMPTS) is None


@pytest.mark.parametrize(
    ("asked", "wait"), [(SECOND, 30 * SECOND), (600 * SECOND, 600 * SECOND), (DAY, LONGEST)]
)
def test_a_receiver_may_ask_for_more_time_but_not_for_all(asked: dt.timedelta, wait: dt.timedelta) -> None:
    assert next_wait(1, asked) == wait
