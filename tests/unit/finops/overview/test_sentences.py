"""The answer in words."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from finops.core.formatting import SPACE
from finops.overview import sentences
from finops.overview.cells import Beside, Pair, Sum
from finops.overview.changes import Change, Kind
from finops.overview.months import Months, months
from finops.overview.page import share_of
from finops.overview.rise import Onset, Rise
from finops.overview.sentences import Sentence

NOV_6 = dt.date(2026, 11, 6)
COPILOT = Pair("copilot", "gpt-5")


def period(first_day: dt.date = dt.date(2026, 1, 1), month: str = "") -> Months:
    return months(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC), ZoneInfo("UTC"), first_day, month)


def read(sentence: Sentence) -> str:
    return "".join(piece.text for piece in sentence).replace(SPACE, " ")


def money(cost: int) -> Sum:
    return Sum(10, 0, Decimal(cost))


def test_the_first_sentence_is_the_month_against_the_last_at_this_day() -> None:
    said = sentences.spent(period(), money(12410), Beside(money(12410), money(10517)))
    assert read(said) == "You have spent $12,410.00 this month, 18 % above October at this day."
    assert [piece.href for piece in said if piece.href] == [
        "/spend/?from=2026-11-01&to=2026-11-21&group_by=team&group_by=response_model",
        "/spend/?from=2026-10-01&to=2026-10-21&group_by=team&group_by=response_model",
    ]


def test_a_small_difference_is_called_about_as_much() -> None:
    said = sentences.spent(period(), money(1001), Beside(money(1001), money(1000)))
    assert read(said) == "You have spent $1,001.00 this month, about as much as in October at this day."


def test_a_month_known_in_part_is_compared_in_part_and_says_so() -> None:
    said = sentences.spent(period(dt.date(2026, 10, 8)), money(500), Beside(money(300), money(400)))
    assert read(said) == (
        "You have spent $500.00 this month. Since Nov 8 it is $300.00, 25 % below October at this day, "
        "of which nothing is known before Oct 8."
    )


def test_a_first_month_is_not_compared() -> None:
    said = sentences.spent(period(dt.date(2026, 11, 5)), money(500), Beside())
    assert read(said) == (
        "You have spent $500.00 this month. There is nothing of October up to this day to compare it with."
    )


def test_a_cost_nobody_knows_is_not_zero() -> None:
    said = sentences.spent(period(), Sum(12, 12, Decimal(0)), Beside())
    assert read(said) == "12 calls this month, none with a price: the cost is unknown."


def test_a_month_without_spend_says_so() -> None:
    assert read(sentences.spent(period(), Sum(), Beside())) == "Nothing was spent since Nov 1."


@pytest.mark.parametrize(
    ("rise", "began", "text"),
    [
        (
            Rise(COPILOT, Decimal(710), Decimal("0.71")),
            Onset(dt.date(2026, 11, 14), lasting=True),
            "71 % of the rise is copilot on gpt-5: $710.00 more, since Nov 14.",
        ),
        (
            Rise(COPILOT, Decimal(710), Decimal("1.3")),
            Onset(NOV_6, lasting=False),
            "More than all of the rise is copilot on gpt-5: $710.00 more, most of it on Nov 6.",
        ),
        (
            Rise(Pair(None, None), Decimal(-9), Decimal("0.5")),
            None,
            "50 % of the fall is spend without a team on an unnamed model: $9.00 less.",
        ),
    ],
)
def test_the_second_sentence_says_who_and_since_when(rise: Rise, began: Onset | None, text: str) -> None:
    assert read(sentences.explained(period(), rise, began)) == text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            Change(
                Kind.SPIKE,
                "legal",
                NOV_6,
                Decimal(100),
                Decimal(40),
                pair=Pair("legal", "m"),
                excess=Decimal(55),
            ),
            "Nov 6 cost $100.00, 2.5 times a usual Friday; legal on m was $55.00 above its own.",
        ),
        (
            Change(Kind.NEW_MODEL, "gpt-5", NOV_6, Decimal(14), calls=70),
            "gpt-5 is new since Nov 6: $14.00 for 70 calls.",
        ),
        (
            Change(Kind.STOPPED_MODEL, "gpt-4o", dt.date(2026, 10, 10), usual=Decimal(30)),
            "gpt-4o was last called on Oct 10, after $30.00 in October.",
        ),
        (
            Change(Kind.TEAM, "legal", now=Decimal(160), usual=Decimal(100)),
            "legal is 60 % above October at this day: $160.00 after $100.00.",
        ),
        (Change(Kind.TEAM, "legal", now=Decimal(160)), "legal is new: $160.00."),
        (
            Change(Kind.UNPRICED, "mystery", NOV_6, calls=7000),
            "mystery is called without a price since Nov 6: the cost of 7,000 calls is in no sum.",
        ),
    ],
)
def test_a_finding_is_one_sentence_with_the_link_that_proves_it(change: Change, text: str) -> None:
    said = sentences.changed(change, period())
    assert read(said) == text
    assert any(piece.href for piece in said)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(1, 1, "100 %"), (9999, 10000, "99.9 %"), (0, 3, "0 %"), (1, 3, "33.3 %"), (3, 0, "—")],
)
def test_all_of_it_is_said_only_of_all_of_it(part: int, whole: int, text: str) -> None:
    assert share_of(part, whole).replace(SPACE, " ") == text


def test_a_month_that_is_over_is_told_in_the_past() -> None:
    october = period(month="2026-10")
    said = sentences.spent(october, money(12410), Beside(money(12410), money(10517)))
    assert read(said) == "You spent $12,410.00 in October, 18 % above September."
    assert read(sentences.spent(october, Sum(), Beside())) == "Nothing was spent in October."
    alone = sentences.spent(period(dt.date(2026, 10, 1), "2026-10"), money(5), Beside())
    assert read(alone) == "You spent $5.00 in October. There is nothing of September to compare it with."


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change(Kind.TEAM, "legal", now=Decimal(30), usual=Decimal(20)), "legal was 50 % above September: "),
        (Change(Kind.TEAM, "legal", now=Decimal(30)), "legal was new: $30.00."),
        (Change(Kind.NEW_MODEL, "gpt-5", NOV_6, Decimal(30), calls=2), "gpt-5 was new on Nov 6: $30.00 for "),
        (Change(Kind.UNPRICED, "gpt-5", NOV_6, calls=2), "gpt-5 was called without a price since Nov 6: "),
    ],
)
def test_what_changed_in_a_month_that_is_over_is_told_in_the_past(change: Change, text: str) -> None:
    assert read(sentences.changed(change, period(month="2026-10"))).startswith(text)
