"""Values written in binary COPY format arrive in Postgres as they are."""

import datetime as dt
from decimal import Decimal
from struct import pack

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from finops.core.db import binary_copy as codec

pytestmark = pytest.mark.django_db(transaction=True)

MONEY = st.decimals(min_value=-(10**13), max_value=10**13, places=24) | st.decimals(
    min_value=0, max_value=1, places=12
)


def copied(column_type: str, field: bytes) -> object:
    """Copy one field into a table of one column and read it back."""
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("DROP TABLE IF EXISTS codec")
    raw.execute(f"CREATE TEMP TABLE codec (value {column_type})")
    with raw.cursor().copy("COPY codec FROM STDIN BINARY") as copy:
        copy.write(codec.HEADER + pack("!h", 1) + field + codec.TRAILER)
    return raw.execute("SELECT value FROM codec").fetchone()[0]


@settings(deadline=None, max_examples=150)
@given(MONEY)
def test_money_arrives_to_the_last_digit(amount: Decimal) -> None:
    assert copied("numeric(38, 24)", codec.numeric(amount)) == amount


def test_zero_and_trailing_zero_groups() -> None:
    for amount in (Decimal(0), Decimal("10000"), Decimal("0.0001"), Decimal("1E+8"), Decimal("1E-24")):
        assert copied("numeric(38, 24)", codec.numeric(amount)) == amount


def test_more_decimals_than_the_column_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="24 decimals"):
        codec.numeric(Decimal("1E-25"))


def test_every_other_type() -> None:
    moment = dt.datetime(2026, 11, 21, 8, 14, 3, 123456, tzinfo=dt.UTC)
    unix_ns = int(moment.timestamp()) * 10**9 + 123_456_789
    assert copied("timestamptz", codec.int8(codec.postgres_us(unix_ns))) == moment
    assert copied("timestamptz", codec.int8(codec.postgres_us_of(moment))) == moment
    assert copied("bigint", codec.int8(-(1 << 63))) == -(1 << 63)
    assert copied("bigint", codec.int8(None)) is None
    assert copied("boolean", codec.boolean(True)) is True
    assert copied("boolean", codec.boolean(False)) is False
    assert copied("text", codec.text("élan 🎉")) == "élan 🎉"
    assert copied("text", codec.text("")) == ""
    assert copied("jsonb", codec.jsonb(b'{"a":[1,null]}')) == '{"a": [1, null]}'
    assert copied("text[]", codec.text_array(("cut", "clock_skew"))) == ["cut", "clock_skew"]
    assert copied("text[]", codec.text_array(())) is None
