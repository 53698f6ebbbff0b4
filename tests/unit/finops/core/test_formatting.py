"""Numbers and times as people read them."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from finops.core import formatting, viewer
from finops.core.templatetags import format as format_tags


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1234.5", "$1,234.50"),
        ("0", "$0.00"),
        ("0E-24", "$0.00"),
        ("1", "$1.00"),
        ("0.0413", "$0.0413"),
        ("0.5", "$0.5000"),
        ("0.000012345", "$0.000012"),
        ("0.99996", "$1.00"),
        ("0.9999", "$0.9999"),
        ("0.000000000000000000000001", "$0.0000000000000000000000010"),
        ("-12", "−$12.00"),
        ("123456789.995", "$123,456,790.00"),
        ("2.675", "$2.68"),
    ],
)
def test_money_has_cents_and_more_digits_only_under_a_dollar(value: str, shown: str) -> None:
    assert str(formatting.amount(Decimal(value))) == shown


def test_the_exact_amount_keeps_every_digit() -> None:
    assert formatting.exact_amount(Decimal("0.000012345000")) == "$0.000012345"
    assert formatting.exact_amount(Decimal("1200.000")) == "$1,200"
    assert formatting.exact_amount(Decimal("1200")) == "$1,200"
    assert formatting.exact_amount(Decimal("-0.5")) == "−$0.50"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=24, min_value=-(10**9), max_value=10**9))
def test_an_amount_that_is_not_zero_never_reads_as_zero(value: Decimal) -> None:
    shown = formatting.amount(value)
    assert (value != 0) == any(digit in shown.whole + shown.minor for digit in "123456789")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (950, "950"),
        (999, "999"),
        (1000, "1.00 k"),
        (12_400, "12.4 k"),
        (124_499, "124 k"),
        (999_499, "999 k"),
        (999_500, "1.00 M"),
        (1_240_000, "1.24 M"),
        (9_996_000, "10.0 M"),
        (12_000_000_000, "12.0 B"),
        (-1500, "−1.50 k"),
    ],
)
def test_tokens_have_three_digits_and_a_unit(value: int, shown: str) -> None:
    assert formatting.tokens(value).replace(formatting.SPACE, " ") == shown


@pytest.mark.parametrize(
    ("nanoseconds", "shown"),
    [
        (0, "0 µs"),
        (420_000, "420 µs"),
        (340_000_000, "340 ms"),
        (999_600_000, "1.0 s"),
        (3_900_000_000, "3.9 s"),
        (59_940_000_000, "59.9 s"),
        (59_960_000_000, "1 min"),
        (125_000_000_000, "2 min 5 s"),
        (3_840_000_000_000, "1 h 4 min"),
        (90_000_000_000_000, "1 d 1 h"),
    ],
)
def test_durations_name_their_unit(nanoseconds: int, shown: str) -> None:
    assert formatting.duration(nanoseconds).replace(formatting.SPACE, " ") == shown


def test_a_change_has_a_sign_and_none_without_a_past() -> None:
    assert formatting.change(Decimal(118), Decimal(100)) == "+18\N{NO-BREAK SPACE}%"
    assert formatting.change(Decimal(50), Decimal(100)) == "−50\N{NO-BREAK SPACE}%"
    assert formatting.change(Decimal(100), Decimal(100)) == "±0\N{NO-BREAK SPACE}%"
    assert formatting.change(Decimal(5), Decimal(0)) == "—"


def test_a_small_share_is_not_shown_as_nothing() -> None:
    assert formatting.share(1, 1000).replace(formatting.SPACE, " ") == "< 1 %"
    assert formatting.share(0, 1000).replace(formatting.SPACE, " ") == "0 %"
    assert formatting.share(1, 0) == "—"


def test_days_and_moments_are_spelled_out() -> None:
    at = dt.datetime(2026, 11, 2, 8, 14, 3, tzinfo=dt.UTC)
    assert formatting.day(at) == "Nov 2, 2026"
    assert formatting.moment(at).replace(formatting.SPACE, " ") == "Nov 2, 2026 08:14:03"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 batches"), (1, "1 batch"), (2, "2 batches"), (1234, "1,234 batches")]
)
def test_a_count_and_its_noun_agree(number: int, said: str) -> None:
    assert formatting.counted(number, "batch", "batches") == said
    assert format_tags.counted(number, "batch,batches") == said
    assert formatting.counted(number, "call").endswith("call" if number == 1 else "calls")


def test_a_count_nobody_knows_is_a_dash() -> None:
    assert "—" in format_tags.counted(None, "call") and "calls" in format_tags.counted(None, "call")


def test_a_time_in_another_zone_shows_utc_on_hover() -> None:
    at = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/Berlin"):
        assert 'title="2026-11-20 23:30:00 UTC">Nov 21, 2026' in format_tags.moment(at)
        assert "Nov 21, 2026\N{NO-BREAK SPACE}00:30:00 · 2026-11-20 23:30:00 UTC" in format_tags.day(at)
    with timezone.override("UTC"):
        assert "title" not in format_tags.moment(at)


def test_moments_follow_the_viewer_and_days_do_not() -> None:
    at = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
    with timezone.override("America/New_York"), viewer.seen_from(ZoneInfo("Asia/Tokyo")):
        assert 'title="2026-11-20 23:30:00 UTC">Nov 21, 2026\N{NO-BREAK SPACE}08:30:00' in format_tags.moment(
            at
        )
        assert "Nov 21, 2026</time>" in format_tags.day(at)
        assert 'title="2026-11-20 23:30:00 UTC">08:30<' in format_tags.clock(at)
        assert "Nov 20, 2026</time>" in format_tags.day(at.date())
        assert format_tags.viewer_zone() == "Asia/Tokyo"
        assert timezone.localdate(at) == dt.date(2026, 11, 20)
    assert viewer.zone() == timezone.get_current_timezone()


def test_what_begins_at_midnight_utc_is_a_day_only_for_those_whose_day_it_begins() -> None:
    priced = dt.date(2026, 11, 1)
    with timezone.override("UTC"):
        assert ">Nov 1, 2026</time>" in format_tags.boundary(priced)
        with viewer.seen_from(ZoneInfo("America/New_York")):
            shown = 'title="2026-11-01 00:00:00 UTC">Oct 31, 2026\N{NO-BREAK SPACE}20:00:00</time>'
            assert shown in format_tags.boundary(priced)
            midnight = dt.datetime(2026, 11, 30, 5, tzinfo=dt.UTC)
            assert ">Nov 30, 2026</time>" in format_tags.boundary(midnight)
