"""One cause, one anomaly. Pure.

A jump of one model in one journey of one team is seen in the series of all three, and in all spend. Kept is
the series that is most purely unusual; a broader one where it is nearly as unusual and holds that jump too.
The others are told as part of it, where most of their jump lies within it.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.anomalies.types import Cell, Finding, Kind, Series, Window

WITHIN = Decimal("0.5")  # of a jump that lies within another one: it is the same
HOLDS = Decimal("0.7")
NEARLY, BROADER = 0.15, 1.3
SPECIFIC = ("", "project", "team", "response_model", "journey")

Cells = Mapping[Window, Sequence[Cell]]


class Cause(NamedTuple):
    """What is told once: the finding that stands for it and those that are part of it."""

    finding: Finding
    others: tuple[Finding, ...]

    @property
    def series(self) -> frozenset[Series]:
        """Every series in which it is seen."""
        return frozenset({self.finding.series} | {one.series for one in self.others})


def causes(found: Sequence[Finding], cells: Cells, known: Collection[Series] = ()) -> list[Cause]:
    """All findings as their causes, the dearest first; series in `known` have been told and stay."""
    left, kept = list(found), list[Finding]()
    folded: dict[Finding, list[Finding]] = {}
    while left:
        chosen = _next(left, cells, known)
        kept.append(chosen)
        folded[chosen] = [
            one
            for one in left
            if one is not chosen and one.series not in known and _is_within(one, chosen, cells)
        ]
        gone = {id(one) for one in (chosen, *folded[chosen])}
        left = [one for one in left if id(one) not in gone and not _is_explained(one, kept, cells, known)]
    return sorted((Cause(one, tuple(folded[one])) for one in kept), key=lambda cause: -cause.finding.excess)


def _next(left: Sequence[Finding], cells: Cells, known: Collection[Series]) -> Finding:
    told = [one for one in left if one.series in known]
    if told:
        return max(told, key=lambda one: one.excess)
    chosen = max(left, key=_standing)
    while broader := _broader(chosen, left, cells):
        chosen = broader
    return chosen


def _standing(one: Finding) -> tuple[bool, float, float, int]:
    """What is new before what rose, the purest first; of what is the same, the most specific."""
    return one.kind is Kind.NEW, one.purity, one.excess, SPECIFIC.index(one.series.dimension)


def _broader(narrow: Finding, left: Sequence[Finding], cells: Cells) -> Finding | None:
    wider = [
        one
        for one in left
        if one.purity >= narrow.purity - NEARLY
        and one.excess >= narrow.excess * BROADER
        and one.window.overlaps(narrow.window)
        and _share(narrow, one, cells) >= HOLDS
    ]
    return max(wider, key=lambda one: one.purity, default=None)


def _is_within(one: Finding, other: Finding, cells: Cells) -> bool:
    return one.window.overlaps(other.window) and _share(one, other, cells) >= WITHIN


def _is_explained(one: Finding, kept: Sequence[Finding], cells: Cells, known: Collection[Series]) -> bool:
    """Whether what is kept explains most of it together, though none of it alone."""
    beside = [other for other in kept if other.window.overlaps(one.window)]
    if one.series in known or not beside:
        return False
    inside = [cell for cell in cells.get(one.window, ()) if cell.has(one.series)]
    explained = [cell for cell in inside if any(cell.has(other.series) for other in beside)]
    return _part(explained, inside) >= WITHIN


def _share(one: Finding, other: Finding, cells: Cells) -> Decimal:
    """How much of the jump of `one` lies within the series of the other."""
    if (one.kind is Kind.FALL) != (other.kind is Kind.FALL):
        return Decimal(0)
    inside = [cell for cell in cells.get(one.window, ()) if cell.has(one.series)]
    return _part([cell for cell in inside if cell.has(other.series)], inside)


def _part(part: Sequence[Cell], whole: Sequence[Cell]) -> Decimal:
    of = sum((cell.difference for cell in whole), Decimal(0))
    return sum((cell.difference for cell in part), Decimal(0)) / of if of else Decimal(0)
