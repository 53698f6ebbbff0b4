"""Which values explain a jump, and whether it is more calls, more tokens a call or dearer tokens. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.anomalies.types import Cell, Series, Sums

PATH = ("team", "response_model", "journey")  # what a jump is named by
BESIDE = (
    "service",
    "step",
    "prompt_version",
    "prompt_name",
    "operation",
    "environment",
    "agent",
    "feature",
    "project",
)
MOST_OF = Decimal("0.7")  # of the jump: a value that stands for all of it
MOST_VALUES = 5
CENT = Decimal("0.01")


class Contribution(NamedTuple):
    """What one value spent and usually spends, and its share of the jump. USD."""

    value: str | None
    now: Decimal
    usual: Decimal
    share: Decimal


class Part(NamedTuple):
    """The values of one dimension that explain most."""

    dimension: str
    values: tuple[Contribution, ...]


class Factors(NamedTuple):
    """How many times as many calls, tokens a call, and dollars a token; None where that cannot be said."""

    calls: Decimal | None
    tokens_per_call: Decimal | None
    cost_per_token: Decimal | None


class Explanation(NamedTuple):
    """What a jump is made of. The path names the values that stand for it; factors are those of the path."""

    path: tuple[Series, ...]
    parts: tuple[Part, ...]
    factors: Factors
    now: Sums
    usual: Sums


def explain(series: Series, cells: Sequence[Cell], expected: Decimal) -> Explanation:
    """The explanation of a jump of a series, whose usual sum is brought to what was expected of it."""
    inside = _to_expected([cell for cell in cells if cell.has(series)], expected)
    path, within = _path(series, inside)
    named = {one.dimension for one in path}
    parts = [part for name in (*PATH, *BESIDE) if name != series.dimension and (part := _part(name, inside))]
    # What is named in the title is known; what tells more of it comes first.
    parts.sort(key=lambda part: (part.dimension in named, -part.values[0].share))
    now, usual = _sum(cell.now for cell in within), _sum(cell.usual for cell in within)
    return Explanation(path, tuple(parts), factors(now, usual), now, usual)


def factors(now: Sums, usual: Sums) -> Factors:
    """Their product is how many times as much was spent."""
    return Factors(
        _ratio(now.calls, usual.calls),
        _ratio(now.tokens * usual.calls, usual.tokens * now.calls),
        _ratio(now.cost * usual.tokens, usual.cost * now.tokens),
    )


def _ratio(now: Decimal, usual: Decimal) -> Decimal | None:
    return now / usual if usual > 0 else None


def _to_expected(cells: Sequence[Cell], expected: Decimal) -> list[Cell]:
    usual = sum((cell.usual.cost for cell in cells), Decimal(0))
    factor = expected / usual if usual > 0 else Decimal(0)
    return [cell._replace(usual=cell.usual.scaled(factor)) for cell in cells]


def _path(series: Series, cells: list[Cell]) -> tuple[tuple[Series, ...], list[Cell]]:
    """The values that stand for most of the jump, one inside the other, and the cells that have them all."""
    whole = _jump(cells)
    path = [series] if series.dimension else []
    for name in PATH:
        if name == series.dimension:
            continue
        dearest = max(_by(name, cells).items(), key=lambda one: _jump(one[1]) * _sign(whole), default=None)
        if dearest and dearest[0] is not None and whole and _jump(dearest[1]) / whole >= MOST_OF:
            path.append(Series(name, dearest[0]))
            cells = dearest[1]
    order = {name: place for place, name in enumerate(PATH)}
    return tuple(sorted(path, key=lambda one: order.get(one.dimension, -1))), cells


def _part(name: str, cells: Sequence[Cell]) -> Part | None:
    """The values of a dimension; None where nobody says it, or there is only one anyway."""
    by_value = _by(name, cells)
    if len(by_value) < 2:
        return None
    whole = _jump(cells)
    found = [
        Contribution(
            value,
            sum((cell.now.cost for cell in of), Decimal(0)),
            sum((cell.usual.cost for cell in of), Decimal(0)).quantize(CENT),
            (_jump(of) / whole).quantize(CENT) if whole else Decimal(0),
        )
        for value, of in by_value.items()
    ]
    return Part(name, tuple(sorted(found, key=lambda one: (-one.share, one.value or ""))[:MOST_VALUES]))


def _by(name: str, cells: Sequence[Cell]) -> dict[str | None, list[Cell]]:
    found: dict[str | None, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.values[name], []).append(cell)
    return found


def _jump(cells: Sequence[Cell]) -> Decimal:
    return sum((cell.difference for cell in cells), Decimal(0))


def _sign(value: Decimal) -> int:
    return -1 if value < 0 else 1


def _sum(sums: object) -> Sums:
    return sum(sums, Sums())  # type: ignore[call-overload, no-any-return]  # an iterable of Sums
