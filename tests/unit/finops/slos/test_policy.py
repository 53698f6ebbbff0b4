"""Alerts against the recommended parameters of the Site Reliability Workbook."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finops.slos.policy import BY_NAME, TIERS, Burn, Tier, burns, can_fire, factor, severity
from finops.slos.types import Counts, MissingData, Severity

SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
THREE_NINES = Decimal("99.9")
ALL_GOOD = Counts(1_000_000, 1_000_000)


def verdicts(
    counts: dict[dt.timedelta, Counts], *, minimum_events: int = 1, missing: MissingData = MissingData.IGNORE
) -> dict[str, Burn]:
    """Every tier by its name; windows that are not given are all good."""
    windows = {length: ALL_GOOD for tier in TIERS for length in (tier.long, tier.short)}
    found = burns(
        windows | counts,
        objective=THREE_NINES,
        window=30 * DAY,
        minimum_events=minimum_events,
        missing=missing,
    )
    return {burn.tier.name: burn for burn in found}


def failing(per_million: int) -> Counts:
    return Counts(1_000_000 - per_million, 1_000_000)


@pytest.mark.parametrize(
    ("name", "long", "short", "burn", "loudest"),
    [
        ("1h", HOUR, dt.timedelta(minutes=5), "14.4", Severity.PAGE),
        ("6h", 6 * HOUR, dt.timedelta(minutes=30), "6", Severity.PAGE),
        ("3d", 3 * DAY, 6 * HOUR, "1", Severity.TICKET),
    ],
)
def test_the_recommended_parameters_for_30_days(
    name: str, long: dt.timedelta, short: dt.timedelta, burn: str, loudest: Severity
) -> None:
    tier = BY_NAME[name]
    assert (tier.long, tier.short, tier.loudest) == (long, short, loudest)
    assert factor(tier, 30 * DAY) == Fraction(burn)


@pytest.mark.parametrize(("days", "burn"), [(7, "3.36"), (28, "13.44"), (90, "43.2")])
def test_factors_follow_the_window(days: int, burn: str) -> None:
    assert factor(BY_NAME["1h"], days * DAY) == Fraction(burn)


@settings(deadline=None)
@given(st.sampled_from(TIERS), st.integers(7, 92))
def test_a_factor_spends_its_share_of_the_budget_and_is_at_least_one(tier: Tier, days: int) -> None:
    found = factor(tier, days * DAY)
    assert found >= 1
    # What a burn rate spends of a budget while it lasts.
    assert found * Fraction(tier.long // SECOND, days * DAY // SECOND) >= tier.share


def test_a_burn_at_the_factor_fires_and_one_just_below_does_not() -> None:
    at = {HOUR: failing(14_400), HOUR / 12: failing(14_400)}
    assert verdicts(at)["1h"].fires
    assert not verdicts(at | {HOUR: failing(14_399)})["1h"].fires


@pytest.mark.parametrize(("name", "minutes"), [("1h", "0.864"), ("6h", "2.16"), ("3d", "4.32")])
def test_an_outage_fires_after_the_time_the_workbook_gives(name: str, minutes: str) -> None:
    """Chapter 5, "4: Alert on Burn Rate": (1 - SLO) / error ratio x alerting window x burn rate."""
    tier = BY_NAME[name]
    within = tier.long / dt.timedelta(minutes=1)
    takes = Fraction(1, 1000) * Fraction(within) * factor(tier, 30 * DAY)
    assert takes == Fraction(minutes)
    for failed in (int(takes), int(takes) + 1):  # of the minutes of the long window, all of an outage
        counted = Counts(int(within) - failed, int(within))
        short = {length: Counts(0, 1) for length in (tier.short,)}
        assert verdicts({**short, tier.long: counted})[name].fires is (failed > takes)


@pytest.mark.parametrize(("name", "share"), [("1h", "0.02"), ("6h", "0.05"), ("3d", "0.1")])
def test_when_it_fires_it_has_spent_the_share_the_workbook_gives(name: str, share: str) -> None:
    """The same section: the budget consumed is burn rate x alerting window / period."""
    tier = BY_NAME[name]
    assert factor(tier, 30 * DAY) * Fraction(tier.long // SECOND, 30 * DAY // SECOND) == Fraction(share)


def test_both_windows_have_to_burn() -> None:
    over = {HOUR: failing(500_000), HOUR / 12: ALL_GOOD}
    assert not verdicts(over)["1h"].fires
    begun = {HOUR: ALL_GOOD, HOUR / 12: failing(500_000)}
    assert not verdicts(begun)["1h"].fires


def test_a_few_events_are_no_verdict() -> None:
    one_failed = {HOUR: Counts(8, 9), HOUR / 12: Counts(0, 1)}
    assert verdicts(one_failed)["1h"].fires
    assert not verdicts(one_failed, minimum_events=10)["1h"].fires


def test_silence_fires_only_where_missing_data_is_bad() -> None:
    silent = {HOUR: Counts(0, 0, 0, 60), HOUR / 12: Counts(0, 0, 0, 5)}
    assert not verdicts(silent)["1h"].fires
    assert verdicts(silent, minimum_events=10, missing=MissingData.BAD)["1h"].fires


def test_an_objective_of_90_percent_never_burns_14_times_too_fast() -> None:
    assert not can_fire(BY_NAME["1h"], 30 * DAY, Decimal(90))
    assert can_fire(BY_NAME["6h"], 30 * DAY, Decimal(90))
    assert can_fire(BY_NAME["1h"], 30 * DAY, THREE_NINES)


def test_alerts_are_as_loud_as_the_slo_allows() -> None:
    assert [severity(tier, Severity.PAGE) for tier in TIERS] == ["page", "page", "ticket"]
    assert {severity(tier, Severity.TICKET) for tier in TIERS} == {"ticket"}
    assert {severity(tier, Severity.NONE) for tier in TIERS} == {"none"}
