"""Explanations and courses as JSON, and back. Pure. Money is text, estimates of a chart are numbers."""

import datetime as dt
import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from finops.anomalies.explaining import Contribution, Explanation, Factors, Part
from finops.anomalies.types import Series, Sums, Tick


def explanation_json(found: Explanation) -> dict[str, Any]:
    """An explanation without its path."""
    return {
        "parts": [
            {"dimension": part.dimension, "values": [_texts(one) for one in part.values]}
            for part in found.parts
        ],
        "factors": [None if one is None else str(round(one, 4)) for one in found.factors],
        "now": [str(one) for one in found.now],
        "usual": [str(round(one, 6)) for one in found.usual],
    }


def _texts(one: Contribution) -> list[str | None]:
    return [one.value, str(one.now), str(one.usual), str(one.share)]


def explanation_from(stored: dict[str, Any], path: Iterable[list[Any]]) -> Explanation:
    """The explanation that was stored."""
    parts = tuple(
        Part(
            part["dimension"],
            tuple(Contribution(value, *map(Decimal, rest)) for value, *rest in part["values"]),
        )
        for part in stored["parts"]
    )
    return Explanation(
        series_from(path),
        parts,
        Factors(*(None if one is None else Decimal(one) for one in stored["factors"])),
        Sums(*map(Decimal, stored["now"])),
        Sums(*map(Decimal, stored["usual"])),
    )


def series_json(found: Iterable[Series]) -> list[list[str | None]]:
    """Series as pairs."""
    return [list(one) for one in found]


def series_from(stored: Iterable[list[Any]]) -> tuple[Series, ...]:
    """The series that were stored."""
    return tuple(Series(*pair) for pair in stored)


def course_json(course: Iterable[Tick]) -> list[list[Any]]:
    """Ticks; what is not a number, because too little is known, is null."""
    return [
        [one.start.isoformat(), *(round(value, 6) if math.isfinite(value) else None for value in one[1:])]
        for one in course
    ]


def course_from(stored: Iterable[list[Any]]) -> list[tuple[dt.datetime, list[float | None]]]:
    """Each period's start, and its actual, expected, lowest and highest spend."""
    return [(dt.datetime.fromisoformat(start), values) for start, *values in stored]
