"""Tells the workers that something waits to be settled, without ever delaying an answer.

A thread of its own talks to the broker, at most once per interval; when the broker is dead the
message is lost, and the workers' own sweep finds the batches.
"""

import logging
import threading
import time

from kombu.exceptions import OperationalError

from finops.celery import app

logger = logging.getLogger(__name__)

TASK = "finops.ledger.tasks.settle_pending"
INTERVAL = 0.5  # seconds between messages; the first one leaves at once
PAUSE_AFTER_FAILURE = 5.0  # seconds


class Notifier:
    """Sends one message for any number of commits that came since the last."""

    def __init__(self) -> None:
        self._committed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notify", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def committed(self) -> None:
        """Something was committed. Returns at once."""
        self._committed.set()

    def _run(self) -> None:
        while True:
            self._committed.wait()
            self._committed.clear()
            try:
                app.send_task(TASK, retry=False, ignore_result=True, expires=60)
            except (OperationalError, OSError) as error:
                logger.warning(
                    "The workers were not told of new batches; the sweep will find them: %s", error
                )
                time.sleep(PAUSE_AFTER_FAILURE)
            time.sleep(INTERVAL)
