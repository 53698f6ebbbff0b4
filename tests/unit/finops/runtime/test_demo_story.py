"""How much happens on which day of the demo."""

import datetime as dt

import pytest

from finops.runtime.demo import story, world
from finops.runtime.demo.journeys import BY_NAME
from finops.runtime.demo.records import Run
from finops.runtime.demo.scenario import runs_of

LAST_DAY = dt.date(2026, 11, 20)  # a Friday


def back(days: int) -> dt.date:
    return LAST_DAY - dt.timedelta(days=days)


def input_tokens(runs: list[Run], journey: str) -> int:
    return sum(run.tokens.input for run in runs if run.journey == journey)


def models(day: dt.date, journey: str) -> set[str]:
    runs = runs_of(day, LAST_DAY)
    return {call.model.name for run in runs if run.journey == journey for call in run.calls}


def test_offices_rest_at_the_weekend_and_shoppers_do_not() -> None:
    saturday, sunday, tuesday = back(6), back(5), back(3)
    for name, busier in (("contract-review", False), ("product-search", True)):
        journey = BY_NAME[name]
        for day in (saturday, sunday):
            assert (story.season(day, journey) > story.season(tuesday, journey)) is busier


def test_sunday_is_quieter_than_saturday() -> None:
    journey = BY_NAME["product-search"]
    assert story.season(back(5), journey) < story.season(back(6), journey)


def test_the_business_grows_from_the_first_day_to_the_last() -> None:
    factors = [story.growth(back(days), LAST_DAY) for days in range(story.DAYS - 1, -1, -1)]
    assert factors == sorted(factors)
    assert (factors[0], factors[-1]) == pytest.approx(story.GROWTH)


def test_a_day_has_about_as_many_runs_as_its_season_and_growth_ask_for() -> None:
    day = back(3)
    for journey in BY_NAME.values():
        runs = sum(run.journey == journey.name for run in runs_of(day, LAST_DAY))
        assert runs == pytest.approx(story.runs_on(day, LAST_DAY, journey), rel=0.08, abs=1)


def test_a_prompt_loop_makes_one_journey_expensive_on_one_day() -> None:
    day = story.spike_day(LAST_DAY)
    usual, spike = (runs_of(one, LAST_DAY) for one in (day - dt.timedelta(days=7), day))
    assert input_tokens(spike, story.SPIKE_JOURNEY) > 5 * input_tokens(usual, story.SPIKE_JOURNEY)
    for other in set(BY_NAME) - {story.SPIKE_JOURNEY}:
        assert input_tokens(spike, other) < 2 * input_tokens(usual, other)


def test_a_looping_agent_calls_its_model_again_and_again() -> None:
    runs = runs_of(story.spike_day(LAST_DAY), LAST_DAY)
    rounds = max(len(run.calls) for run in runs if run.journey == story.SPIKE_JOURNEY)
    assert rounds >= story.SPIKE_ROUNDS[0]


def test_the_spike_is_on_a_working_day_whatever_day_it_is_today() -> None:
    for days in range(7):
        spike = story.spike_day(back(days))
        assert spike.weekday() < 5
        assert back(days) - spike in (dt.timedelta(days=14), dt.timedelta(days=15), dt.timedelta(days=16))


def test_one_journey_moves_to_another_model_half_way() -> None:
    before, after = back(story.MIGRATION_BEFORE_END + 1), back(story.MIGRATION_BEFORE_END - 10)
    assert models(before, story.MIGRATION_JOURNEY) == {world.GPT_4O.name}
    assert models(after, story.MIGRATION_JOURNEY) == {world.GPT_5_MINI.name}


def test_the_migration_takes_some_days_in_which_both_models_are_used() -> None:
    middle = back(story.MIGRATION_BEFORE_END - 2)
    assert models(middle, story.MIGRATION_JOURNEY) == {world.GPT_4O.name, world.GPT_5_MINI.name}


def test_nobody_else_migrates() -> None:
    after = back(story.MIGRATION_BEFORE_END - 10)
    assert models(after, "product-search") == models(back(story.MIGRATION_BEFORE_END + 1), "product-search")
