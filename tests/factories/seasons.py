"""Weeks of spend as people cause it, straight in the rollups by quarter hour and by day.

Two teams work by day and rest at the weekend; noise is seeded. USD.
"""

import datetime as dt
import random
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from tests.factories import rollups

NOW = dt.datetime(2026, 11, 19, 17, 20, tzinfo=dt.UTC)  # a Thursday
HOUR = dt.timedelta(hours=1)
SUMS = (
    "calls", "errors", "unpriced_calls", "unknown_calls", "input_tokens", "cache_read_tokens",
    "cache_write_tokens", "output_tokens", "reasoning_tokens", "cost", "cost_input", "cost_cache_read",
    "cost_cache_write", "cost_output", "cost_other",
)  # fmt: skip
MEASURED = ("calls", "input_tokens", "cost")
NOTHING = tuple(name for name in SUMS if name not in MEASURED)
ADD = f"""
INSERT INTO spend_quarter_hour AS r (bucket, dimension_set_id, {", ".join((*MEASURED, *NOTHING))})
SELECT hour, set, sum(calls), sum(tokens), sum(cost), {", ".join("0" for _ in NOTHING)}
FROM unnest(%s::timestamptz[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[])
     AS g(hour, set, calls, tokens, cost)
GROUP BY hour, set
ON CONFLICT (bucket, dimension_set_id) DO UPDATE SET
{", ".join(f"{name} = r.{name} + excluded.{name}" for name in MEASURED)}"""
COARSE = """
INSERT INTO spend_daily_coarse (day, project_id, team, journey, provider, response_model, {sums})
SELECT day, d.project_id, d.team, d.journey, d.provider, d.response_model, {summed}
FROM spend_daily r JOIN dimension_set d ON d.id = r.dimension_set_id GROUP BY 1, 2, 3, 4, 5, 6"""


class Where(NamedTuple):
    """The dimensions some spend has."""

    team: str | None = "copilot"
    response_model: str = "gpt-5"
    journey: str | None = "search"
    service: str = "shop"
    project: str = "shop"


class Spending(NamedTuple):
    """What was spent in one hour."""

    hour: dt.datetime
    where: Where
    cost: float
    calls: int = 100
    tokens: int = 100_000


COPILOT, SUPPORT = Where(), Where("support", "gpt-4o", "refund", "desk")


def usual(
    where: Where,
    dollars: float,
    *,
    weeks: int = 9,
    now: dt.datetime = NOW,
    zone: str = "UTC",
    noise: float = 0.12,
) -> list[Spending]:
    """Hours of work and rest until now, at most `dollars` an hour, of which some minutes are missing."""
    chance, found = random.Random(f"{where} {dollars}"), []
    hour = now.replace(minute=0) - dt.timedelta(weeks=weeks)
    while hour <= now:
        local = hour.astimezone(ZoneInfo(zone))
        level = (1.0 if 8 <= local.hour < 19 else 0.3) * (1.0 if local.weekday() < 5 else 0.4)
        part = 0.3 if now - hour < HOUR else 1.0
        found.append(Spending(hour, where, dollars * level * part * chance.lognormvariate(0, noise)))
        hour += HOUR
    return found


def store(spendings: Iterable[Spending], zone: str = "UTC") -> None:
    """Add them to the rollups; what is stored already stays."""
    found = list(spendings)
    sets = {where: _set(where) for where in {one.where for one in found}}
    rows = [(one.hour, sets[one.where], one.calls, one.tokens, round(Decimal(one.cost), 6)) for one in found]
    with connection.cursor() as cursor:
        cursor.execute(ADD, [list(column) for column in zip(*rows, strict=True)])
    roll_up(zone)


def _set(where: Where) -> int:
    owner = rollups.project(where.project)
    named = {name: value for name, value in where._asdict().items() if name != "project"}
    return rollups.dimension_set(owner.pk, operation="chat", provider="openai", **named)


def roll_up(zone: str) -> None:
    """Days from quarter hours."""
    summed = ", ".join(f"sum({name})" for name in SUMS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM spend_daily")
        cursor.execute("DELETE FROM spend_daily_coarse")
        cursor.execute(
            f"INSERT INTO spend_daily (day, dimension_set_id, {', '.join(SUMS)}) "
            f"SELECT (bucket AT TIME ZONE %s)::date, dimension_set_id, {summed} FROM spend_quarter_hour "
            "GROUP BY 1, 2",
            [zone],
        )
        cursor.execute(COARSE.format(sums=", ".join(SUMS), summed=summed))
