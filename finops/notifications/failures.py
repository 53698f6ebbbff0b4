"""That a message was not taken."""

import datetime as dt


class NotTaken(Exception):
    """It did not arrive, or nobody knows. The message says why and holds nothing secret.

    `permanent`: trying again is useless. `wait`: the receiver wants to be left alone so long.
    """

    def __init__(self, reason: str, *, permanent: bool = False, wait: dt.timedelta | None = None) -> None:
        self.permanent = permanent
        self.wait = wait
        super().__init__(reason)
