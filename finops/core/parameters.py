"""Reading parameters from outside: bounded, and refused with an error that teaches. Pure."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable

from finops.core.periods import FIRST_DAY, LAST_DAY

MAX_TEXT = 512
TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?")
HEX = re.compile(r"[0-9a-f]+")


class BadParameter(ValueError):
    """A parameter that cannot be used, with what would have been possible."""

    def __init__(self, name: str, problem: str, choices: Iterable[str] = ()) -> None:
        self.name = name
        self.choices = tuple(choices)
        teaching = f" Choose from: {', '.join(self.choices)}." if self.choices else ""
        super().__init__(f"{name}: {problem}{teaching}")


def plain_text(name: str, raw: str) -> str:
    """Text that Postgres accepts, of a sensible length."""
    if len(raw) > MAX_TEXT:
        raise BadParameter(name, f"at most {MAX_TEXT} characters.")
    if "\x00" in raw:
        raise BadParameter(name, "holds a NUL character.")
    return raw


def one_of(name: str, raw: str, choices: Iterable[str]) -> str:
    """The value, which must be one of `choices`."""
    if raw not in (allowed := tuple(choices)):
        raise BadParameter(name, f"there is no {plain_text(name, raw)[:60]!r}.", allowed)
    return raw


def boolean(name: str, raw: str) -> bool:
    """true or false."""
    if raw.lower() in {"true", "1", "yes"}:
        return True
    if raw.lower() in {"false", "0", "no"}:
        return False
    raise BadParameter(name, "is neither true nor false.", ("true", "false"))


def whole_number(name: str, raw: str, *, minimum: int, maximum: int) -> int:
    """A whole number within bounds."""
    if len(raw) <= 20 and raw.isascii() and raw.isdigit() and minimum <= int(raw) <= maximum:
        return int(raw)
    raise BadParameter(name, f"must be a whole number from {minimum} to {maximum}.")


def day(name: str, raw: str) -> dt.date:
    """An ISO date between 2000 and 2100."""
    try:
        found = dt.date.fromisoformat(raw) if len(raw) == 10 else None
    except ValueError:
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise BadParameter(name, "must be a date between 2000 and 2100, e.g. 2026-11-01.")
    return found


def instant(name: str, raw: str) -> dt.datetime:
    """An RFC 3339 time between 2000 and 2100, in UTC. Without an offset it is read as UTC.

    A plus sign that a client forgot to escape arrives as a space and is understood.
    """
    text = re.sub(r" (\d{2}:?\d{2})$", r"+\1", raw) if "T" in raw else raw
    if not TIME.fullmatch(text):
        raise BadParameter(name, "must be a date or a time, e.g. 2026-11-01 or 2026-11-01T08:00:00Z.")
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise BadParameter(name, "is no time of the calendar.") from None
    if not FIRST_DAY.year <= found.year < LAST_DAY.year:
        raise BadParameter(name, "must lie between 2000 and 2100.")
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def trace_id(name: str, raw: str) -> uuid.UUID:
    """A trace id: 32 hexadecimal digits, dashes allowed."""
    text = raw.replace("-", "").lower()
    if len(text) != 32 or not HEX.fullmatch(text):
        raise BadParameter(name, "must be 32 hexadecimal digits.")
    return uuid.UUID(text)


def hex_from_signed(value: int) -> str:
    """The 16 hexadecimal digits of a 64-bit id as stored."""
    return value.to_bytes(8, "big", signed=True).hex()
