"""How much happens on which day, and what is special about it. Pure; the last day is the day of loading."""

import datetime as dt

from finops.runtime.demo import world
from finops.runtime.demo.journeys import Journey, Step

DAYS = 90
SPIKE_BEFORE_END = 14  # days, or the working day before
SPIKE_JOURNEY = "contract-review"
SPIKE_HOURS = range(7, 19)  # UTC
SPIKE_ROUNDS = (30, 44)
SPIKE_GROWTH = 2_400  # tokens a round, nothing of it cached
MIGRATION_BEFORE_END = 45  # days
MIGRATION_JOURNEY = "refund-request"
MIGRATION_SHARES = (0.1, 0.1, 0.35, 0.7)  # of the first days; then all
WEEKDAYS = (1.0, 1.06, 1.04, 1.0, 0.9)  # Monday to Friday; Saturday and Sunday are the journey's
SUNDAY = 0.85  # of a Saturday
GROWTH = 0.65, 1.1  # of the usual volume, on the first and on the last day
# Which share of a day's runs starts in each hour (UTC), before it is scaled to one.
HOURS = (2, 1, 1, 1, 2, 4, 8, 14, 22, 27, 28, 26, 23, 25, 27, 26, 23, 18, 15, 13, 11, 8, 5, 3)


def season(day: dt.date, journey: Journey) -> float:
    """The factor of the day of the week."""
    weekday = day.weekday()
    if weekday < 5:
        return WEEKDAYS[weekday]
    return journey.weekend * (1.0 if weekday == 5 else SUNDAY)


def growth(day: dt.date, last_day: dt.date) -> float:
    """The factor of a growing business, a straight line over the days of the demo."""
    first, last = GROWTH
    passed = 1 - (last_day - day).days / (DAYS - 1)
    return first + (last - first) * min(max(passed, 0.0), 1.0)


def runs_on(day: dt.date, last_day: dt.date, journey: Journey) -> float:
    """How many runs of a journey are expected on a day."""
    return journey.per_day * season(day, journey) * growth(day, last_day)


def spike_day(last_day: dt.date) -> dt.date:
    """The working day on which an agent is caught in a prompt loop."""
    day = last_day - dt.timedelta(days=SPIKE_BEFORE_END)
    return day - dt.timedelta(days=max(day.weekday() - 4, 0))


def loops(day: dt.date, last_day: dt.date, journey: Journey, hour: int) -> bool:
    """Whether the agent of this journey is in that loop."""
    return journey.name == SPIKE_JOURNEY and day == spike_day(last_day) and hour in SPIKE_HOURS


def migrated_share(day: dt.date, last_day: dt.date) -> float:
    """The share of the migrating journey's runs that use the new model."""
    since = MIGRATION_BEFORE_END - (last_day - day).days
    if since < 0:
        return 0.0
    return MIGRATION_SHARES[since] if since < len(MIGRATION_SHARES) else 1.0


def migrated(step: Step) -> Step:
    """The step on the new model, which reasons and is told more briefly."""
    if step.model is not world.GPT_4O:
        return step
    output = round(step.output * 1.6)
    return step._replace(model=world.GPT_5_MINI, output=output, reasoning=0.45)


def looping(step: Step) -> Step:
    """The step as the prompt loop makes it: many rounds whose context no cache knows."""
    if step.tool is None:
        return step
    return step._replace(rounds=SPIKE_ROUNDS, growth=SPIKE_GROWTH, cached=0.0, written=0.0)
