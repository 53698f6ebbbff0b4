"""Parameters from outside: understood, or refused with an error that teaches."""

import datetime as dt
import uuid
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finops.core import parameters
from finops.core.paging import BigInt, Cursor
from finops.core.parameters import BadParameter


class Key(NamedTuple):
    number: BigInt
    identity: uuid.UUID


CURSOR = Cursor(Key)
READERS = [
    lambda raw: parameters.day("start", raw),
    lambda raw: parameters.instant("start", raw),
    lambda raw: parameters.trace_id("trace_id", raw),
    lambda raw: parameters.boolean("counted", raw),
    lambda raw: parameters.whole_number("limit", raw, minimum=1, maximum=9),
    lambda raw: parameters.plain_text("q", raw),
    CURSOR.decode,
]


@given(st.text() | st.from_regex(r"[0-9T:Z+ .-]{4,30}", fullmatch=True))
@pytest.mark.parametrize("read", READERS)
def test_anything_else_is_refused_and_never_an_accident(read, raw: str) -> None:
    try:
        read(raw)
    except BadParameter as problem:
        assert str(problem)


@pytest.mark.parametrize(
    ("raw", "hour"),
    [
        ("2026-11-01T08:00:00Z", 8),
        ("2026-11-01T08:00:00+02:00", 6),
        ("2026-11-01T08:00:00 02:00", 6),
        ("2026-11-01T08:00", 8),
        ("2026-11-01 08:00:00.123456789Z", 8),
    ],
)
def test_times_are_read_as_programs_write_them(raw: str, hour: int) -> None:
    found = parameters.instant("start", raw)
    assert (found.hour, found.tzinfo) == (hour, dt.UTC)


@given(st.integers(-(2**63), 2**63 - 1), st.uuids())
def test_a_cursor_comes_back_as_it_was(number: int, identity: uuid.UUID) -> None:
    key = Key(number, identity)
    assert CURSOR.decode(CURSOR.encode(key)) == key


def test_ids_are_written_as_opentelemetry_does() -> None:
    assert parameters.hex_from_signed(-1) == "f" * 16
    assert parameters.hex_from_signed(1) == "0" * 15 + "1"
