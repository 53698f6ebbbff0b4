"""How long the steps are in which history is counted, while settling waits."""

import datetime as dt

import pytest

from finops.ledger.objectives.history import HOLD, LONGEST, SHORTEST, next_span

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("span", "took", "following"),
    [
        (DAY, HOLD, DAY),
        (DAY, 2 * HOLD, DAY / 2),
        (DAY, HOLD / 2, 2 * DAY),
        (DAY, 0.0, 4 * DAY),  # what was quick may have been empty
        (LONGEST, 0.0, LONGEST),
        (SHORTEST, 60.0, SHORTEST),
        (7 * HOUR, 2 * HOLD, 3 * HOUR),  # whole hours
    ],
)
def test_a_step_is_as_long_as_settling_may_wait(
    span: dt.timedelta, took: float, following: dt.timedelta
) -> None:
    assert next_span(span, took) == following
