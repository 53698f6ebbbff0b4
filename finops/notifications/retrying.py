"""When a message that was not taken is tried again. Pure."""

import datetime as dt

FIRST, LONGEST = dt.timedelta(seconds=30), dt.timedelta(hours=4)
MOST_ATTEMPTS = 15  # with these waits it is given up after a little more than a day


def next_wait(attempts: int, asked: dt.timedelta | None = None) -> dt.timedelta | None:
    """How long to wait after so many attempts that failed; None: it is given up.

    `asked` is what the receiver wants to be left alone for. More than four hours are not granted.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    usual = min(FIRST * (1 << attempts - 1), LONGEST)
    return usual if asked is None else min(max(usual, asked), LONGEST)
