"""What fires, when, and what clears."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finops.budgets.decisions import Decisions, Fired, Judged, Key, decide
from finops.budgets.rollover import carried
from finops.budgets.thresholds import DEFAULT, reached
from finops.budgets.types import Forecast, Kind, Standing, Threshold
from finops.core.periods import Days

NOVEMBER = Days(dt.date(2026, 11, 1), dt.date(2026, 12, 1))
EIGHTY = Threshold(Kind.ACTUAL, 80)
CENTS = st.integers(0, 200_000).map(lambda cents: Decimal(cents) / 100)


def standing(spent: str | Decimal, *, expected: str | None = None, days: Days = NOVEMBER) -> Standing:
    forecast = Forecast(Decimal(expected), Decimal(0), Decimal(0), "run rate", 9) if expected else None
    return Standing("", days, Decimal(1000), Decimal(spent), forecast=forecast)


class Book:
    """Applies decisions as the database does, and counts what was told."""

    def __init__(self) -> None:
        self.fired: dict[Key, Fired] = {}
        self.told: list[Key] = []

    def evaluate(
        self, *standings: Standing, revision: int = 1, thresholds: Sequence[Threshold] = DEFAULT
    ) -> Decisions:
        periods = frozenset(one.days.start for one in standings) | {NOVEMBER.start}
        decisions = decide([Judged(7, revision, tuple(thresholds), list(standings), periods)], self.fired)
        for key, _ in decisions.fire:
            self.fired[key] = Fired(len(self.told), cleared=False)
            self.told.append(key)
        state = {
            **dict.fromkeys((pk for pk, _ in decisions.clear), True),
            **dict.fromkeys(decisions.again, False),
        }
        self.fired = {key: Fired(one.id, state.get(one.id, one.cleared)) for key, one in self.fired.items()}
        return decisions


@pytest.mark.parametrize(("spent", "is_reached"), [("799.99", False), ("800", True), ("800.01", True)])
def test_a_threshold_is_reached_at_its_amount_not_beyond_it(spent: str, is_reached: bool) -> None:
    assert (EIGHTY in reached(standing(spent), DEFAULT)) is is_reached


def test_a_forecast_that_is_not_known_reaches_nothing() -> None:
    forecast = Threshold(Kind.FORECAST, 100)
    assert forecast not in reached(standing("999"), DEFAULT)
    assert forecast in reached(standing("10", expected="1000"), DEFAULT)


def test_a_threshold_fires_once_in_a_period_and_again_in_the_next() -> None:
    book = Book()
    for _ in range(3):
        book.evaluate(standing("850"))
    december = Days(dt.date(2026, 12, 1), dt.date(2027, 1, 1))
    book.evaluate(standing("850"), standing("850", days=december))
    assert [(key.period_start.month, key.threshold.percent) for key in book.told] == [
        (11, 50),
        (11, 80),
        (12, 50),
        (12, 80),
    ]


def test_a_correction_clears_it_and_reaching_it_again_is_not_news() -> None:
    book = Book()
    book.evaluate(standing("850"))
    assert [spent for _, spent in book.evaluate(standing("790")).clear] == [Decimal(790)]
    assert len(book.evaluate(standing("810")).again) == 1
    assert len(book.told) == 2


def test_other_terms_fire_anew() -> None:
    book = Book()
    book.evaluate(standing("850"))
    book.evaluate(standing("850"), revision=2)
    assert [key.revision for key in book.told] == [1, 1, 2, 2]


@given(st.lists(CENTS, max_size=30))
def test_whatever_is_spent_and_taken_back_each_threshold_is_told_once_at_most(amounts: list[Decimal]) -> None:
    book = Book()
    for amount in amounts:
        book.evaluate(standing(amount))
        uncleared = {key.threshold for key, one in book.fired.items() if not one.cleared}
        assert uncleared == reached(standing(amount), DEFAULT)
        assert not any(book.evaluate(standing(amount)))
    assert len(book.told) == len(set(book.told))


def test_what_is_left_is_carried_and_too_much_is_not_a_debt() -> None:
    assert carried(Decimal(100), []) == 0
    assert carried(Decimal(100), [Decimal(60), Decimal(20)]) == 120
    assert carried(Decimal(100), [Decimal(60), Decimal(190)]) == 0
    assert carried(Decimal(100), [Decimal(500), Decimal(90)]) == 10


def test_what_fired_for_a_value_clears_when_nothing_is_spent_for_it_any_more() -> None:
    book = Book()
    book.evaluate(standing("850"))
    assert [spent for _, spent in book.evaluate().clear] == [0, 0]
    assert not any(book.evaluate())
