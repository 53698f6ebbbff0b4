"""What a page asks for in many places is read once, and is the same in all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_of_this_request: ContextVar[dict[str, Any] | None] = ContextVar("once", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Within it `once` reads each thing once, when it is first asked for."""
    token = _of_this_request.set({})
    try:
        yield
    finally:
        _of_this_request.reset(token)


def once(name: str, read: Callable[[], Answer]) -> Answer:
    """What `read` gives, remembered by its name until the request is over; outside of one it is read anew."""
    known = _of_this_request.get()
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    answer: Answer = known[name]
    return answer
