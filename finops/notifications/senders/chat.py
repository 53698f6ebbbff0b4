"""Chat and paging through Apprise: a title and a short text."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from finops.notifications import network
from finops.notifications.chat_services import BadService, opened, own_host, service_of
from finops.notifications.content import Content, Line
from finops.notifications.failures import NotTaken
from finops.notifications.types import Event, Severity

MOST_LISTED = 5
# Names come from telemetry. In a chat these marks call everybody, hide where a link leads, or format.
HARMLESS = str.maketrans({"<": "‹", ">": "›", "@": "@\u2060", "`": "'", "*": "∗", "[": "(", "]": ")"})
STATUS = re.compile(r"error=(\d{3})\b")
MISTAKES = range(400, 500)
PASSING = (408, 429)


def send(content: Content, address: str) -> None:
    """Hand a message to a service. Raises NotTaken, which repeats nothing of the URL or the answer."""
    import apprise

    try:
        service = opened(address)
        if host := own_host(address, service):
            network.addresses_of(host, service.port or 443)
    except (BadService, network.Refused) as problem:
        raise NotTaken(str(problem), permanent=True) from None
    except OSError:
        raise NotTaken("Its host has no address.") from None
    with heard() as said:
        taken = service.notify(
            title=harmless(content.headline),
            body="\n".join(text(content)),
            notify_type=_kind(content),
            body_format=apprise.NotifyFormat.TEXT,
        )
    if not taken:
        raise _failure(service_of(address).name, " ".join(said))


def text(content: Content) -> Iterator[str]:
    """What is said below the title."""
    if content.kind == "test":
        yield "If you read this, alerts arrive here."
        return
    for line in content.lines[:MOST_LISTED]:
        yield from _alert(line, alone=len(content.lines) == 1)
    more = content.more + max(len(content.lines) - MOST_LISTED, 0)
    if more:
        yield f"And {more} more: {content.page}"


def harmless(words: str) -> str:
    """Words without marks that a chat obeys."""
    return words.translate(HARMLESS)


@contextmanager
def heard() -> Iterator[list[str]]:
    """What Apprise logs in this thread meanwhile: only there it tells how it was answered."""
    said, thread, logger = list[str](), threading.get_ident(), logging.getLogger("apprise")
    handler = logging.Handler(logging.WARNING)
    handler.addFilter(lambda record: record.thread == thread)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def _alert(line: Line, *, alone: bool) -> Iterator[str]:
    if not alone:
        yield harmless(line.heading)
    yield harmless(" ".join(part for part in (line.summary, line.why) if part))
    yield line.page


def _kind(content: Content) -> Any:
    import apprise

    going_on = [line.severity for line in content.lines if line.event != Event.ENDED]
    if not going_on:
        return apprise.NotifyType.INFO if content.kind == "test" else apprise.NotifyType.SUCCESS
    loudest = min(going_on, key=list(Severity).index)
    kinds = {Severity.CRITICAL: apprise.NotifyType.FAILURE, Severity.WARNING: apprise.NotifyType.WARNING}
    return kinds.get(loudest, apprise.NotifyType.INFO)


def _failure(name: str, said: str) -> NotTaken:
    found = STATUS.search(said)
    if found is None:
        return NotTaken(f"{name} cannot be reached.")
    status = int(found[1])
    known = status in MISTAKES and status not in PASSING
    return NotTaken(f"{name} answered {status}.", permanent=known)
