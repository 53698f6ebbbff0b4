"""What happens on a day, as plain records. Pure and seeded: the same day is always the same day."""

import datetime as dt
from hashlib import blake2b
from random import Random

from finops.runtime.demo import story, world
from finops.runtime.demo.journeys import JOURNEYS, Journey, Step
from finops.runtime.demo.records import SECOND, Call, Run, Tokens, Tool

SEED = "spanledger demo 1"
DAY_SECONDS = 86_400
FIRST_RUN = 20  # seconds after midnight (UTC): the nightly run, which is the first of its day
NIGHT_IS_OVER = 300  # seconds after midnight by which it has ended
ERRORS = ("RateLimitError", "InternalServerError", "APITimeoutError", "OverloadedError")
CHANCE_OF_GIVING_UP = 0.06  # once a call has failed
CHANCE_OF_TOOL_ERROR = 0.015
STAGING = 0.07  # share of the runs
CHANCE_OF_E_MAIL = 0.2  # that a user is known by an address


def runs_of(day: dt.date, last_day: dt.date) -> list[Run]:
    """Everything that happens on a UTC day, in order; the nightly run comes first."""
    found = []
    for journey in JOURNEYS:
        chance = Random(f"{SEED} {day} {journey.name}")
        expected = story.runs_on(day, last_day, journey) * chance.uniform(0.93, 1.07)
        for number in range(max(1, round(expected))):
            found.append(run_of(day, last_day, journey, number))
    return sorted(found, key=lambda run: run.start)


def run_of(day: dt.date, last_day: dt.date, journey: Journey, number: int) -> Run:
    """One run of a journey."""
    chance = Random(f"{SEED} {day} {journey.name} {number}")
    nightly = journey is JOURNEYS[0] and number == 0
    second = FIRST_RUN if nightly else _moment(chance)
    steps = _steps(day, last_day, journey, second // 3600, chance)
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    start = (int(midnight.timestamp()) + second) * SECOND + chance.randrange(SECOND)
    timeline = Timeline(chance, start + chance.randrange(8, 40) * SECOND // 1000, journey.chance_of_error)
    for step in steps:
        if not timeline.failed:
            timeline.add(step)
    customer, user = _somebody(chance) if journey.has_customer else (None, None)
    return Run(
        trace_id=trace_id(day, journey.name, number),
        journey=journey.name,
        service=journey.service,
        start=start,
        end=timeline.now + chance.randrange(4, 30) * SECOND // 1000,
        events=tuple(timeline.events),
        environment="staging" if not nightly and chance.random() < STAGING else "production",
        customer=customer,
        user=user,
        session=f"s-{chance.getrandbits(48):012x}" if user else None,
        failed=timeline.failed,
    )


def trace_id(day: dt.date, journey: str, number: int) -> bytes:
    """16 bytes that follow from the seed and the place of a run in its day."""
    return blake2b(f"{SEED} {day} {journey} {number}".encode(), digest_size=16).digest()


def nightly_trace_id(day: dt.date) -> bytes:
    """The trace of a day's nightly run. It is sent last, so a day that has it is there as a whole."""
    return trace_id(day, JOURNEYS[0].name, 0)


def _moment(chance: Random) -> int:
    """A second of the day, as busy hours have it."""
    hour = chance.choices(range(24), story.HOURS)[0]
    return max(hour * 3600 + chance.randrange(3600), NIGHT_IS_OVER)


def _somebody(chance: Random) -> tuple[str, str]:
    """A customer and one of its users; the first customers are by far the largest."""
    rank = min(int(chance.paretovariate(0.75)) - 1, 4 * len(world.CUSTOMERS)) % len(world.CUSTOMERS)
    customer = world.CUSTOMERS[rank]
    number = rank * 100 + chance.randrange(world.USERS_PER_CUSTOMER)
    if number % 100 < CHANCE_OF_E_MAIL * world.USERS_PER_CUSTOMER:
        return customer, f"user{number}@{customer.lower().replace(' ', '').replace('&', '')}.example"
    return customer, f"u-{number:04d}"


def _steps(day: dt.date, last_day: dt.date, journey: Journey, hour: int, chance: Random) -> tuple[Step, ...]:
    if journey.name == story.MIGRATION_JOURNEY and chance.random() < story.migrated_share(day, last_day):
        return tuple(map(story.migrated, journey.steps))
    if story.loops(day, last_day, journey, hour):
        return tuple(map(story.looping, journey.steps))
    return journey.steps


class Timeline:
    """The calls and tools of one run, one after the other."""

    def __init__(self, chance: Random, now: int, chance_of_error: float) -> None:
        self.chance, self.now, self.chance_of_error = chance, now, chance_of_error
        self.events: list[Call | Tool] = []
        self.failed = False

    def add(self, step: Step) -> None:
        """All rounds of a step. Between rounds the tool runs; the last round answers."""
        rounds = self.chance.randint(*step.rounds)
        for number in range(rounds):
            uses_tool = step.tool is not None and number < max(rounds - 1, 1)
            self._call(step, number, uses_tool)
            if self.failed:
                return
            if uses_tool:
                self._tool(step)

    def _call(self, step: Step, number: int, uses_tool: bool) -> None:
        """A call with the attempts that fail before it."""
        for attempt in range(3):
            if self.chance.random() >= self.chance_of_error * (1 + 8 * attempt):
                return self._success(step, number, uses_tool)
            self._failure(step)
            if self.chance.random() < CHANCE_OF_GIVING_UP:
                break
        self.failed = True

    def _success(self, step: Step, number: int, uses_tool: bool) -> None:
        tokens = self._tokens(step, number)
        first = step.model.first_token * self.chance.lognormvariate(0, 0.35)
        seconds = first + tokens.output / step.model.speed * self.chance.lognormvariate(0, 0.15)
        end = self.now + int(seconds * SECOND)
        self.events.append(
            Call(
                step.model, step.name, self.now, end, tokens, f"{self.chance.getrandbits(112):028x}",
                is_embedding=step.is_embedding,
                first_token=int(first * SECOND) if step.streams else None,
                calls_tool=uses_tool,
            )
        )  # fmt: skip
        self._pass(end, 2, 20)

    def _failure(self, step: Step) -> None:
        end = self.now + int(self.chance.uniform(0.2, 2.5) * SECOND)
        error = self.chance.choice(ERRORS)
        self.events.append(Call(step.model, step.name, self.now, end, None, "", error, step.is_embedding))
        self._pass(end, 400, 1_600)

    def _tool(self, step: Step) -> None:
        end = self.now + int(self.chance.lognormvariate(-1.6, 0.7) * SECOND)
        error = "TimeoutError" if self.chance.random() < CHANCE_OF_TOOL_ERROR else None
        self.events.append(Tool(step.tool or "", step.name, self.now, end, error))
        self._pass(end, 1, 12)

    def _tokens(self, step: Step, number: int) -> Tokens:
        spread = self.chance.lognormvariate(-0.06, 0.35)
        total = max(int(step.input * spread) + number * step.growth, 8)
        output = int(step.output * self.chance.lognormvariate(-0.08, 0.4)) if step.output else 0
        return Tokens(
            total,
            output,
            int(total * step.cached * self.chance.choice((0, 1, 1, 1))) // 64 * 64,
            int(total * step.written) // 64 * 64,
            int(output * step.reasoning * self.chance.uniform(0.6, 1.3)),
        )

    def _pass(self, end: int, least: int, most: int) -> None:
        """Go on a few milliseconds after `end`."""
        self.now = end + self.chance.randrange(least, most) * SECOND // 1000
