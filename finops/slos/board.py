"""All SLOs as they stood when workers last judged them, so that a list costs what it shows."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from finops.core.paging import BigInt, Cursor, Integer
from finops.slos.models import Slo, SloStanding
from finops.slos.selectors import Standing, slos
from finops.slos.states import ORDER

PAGE = 50
PATIENCE = dt.timedelta(minutes=5)  # they are judged every minute
UNKNOWN = ORDER.index("unknown")
FIELDS = ("judged_at", "state", "danger", "sli", "left", "burn", "burn_window", "is_counted")


class After(NamedTuple):
    """Where a page ended."""

    danger: Integer
    name: str
    id: BigInt


class Board(NamedTuple):
    """A page of SLOs, those in danger first, and what all of them are."""

    slos: list[Slo]  # each with its `standing`, unless it was not judged yet
    next: str
    counts: dict[str, int]  # SLOs by state, all of them
    burning: list[Slo]  # the first of them
    judged_at: dt.datetime | None


CURSOR = Cursor(After)


def remember(standings: Sequence[Standing], now: dt.datetime) -> None:
    """Keep how SLOs stand at `now` (aware). Repeating it, or doing it in several workers, is harmless."""
    rows = [_row(one, now) for one in sorted(standings, key=lambda one: one.slo.pk)]
    SloStanding.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["slo"], update_fields=FIELDS, batch_size=1000
    )


def board(*, state: str = "", team: str = "", cursor: str = "") -> Board:
    """A page after a cursor, the first without, of all SLOs or those of a state or an owner team."""
    known = _known()
    found = known.filter(danger=ORDER.index(state)) if state else known
    if team:
        found = found.filter(owner_team__name=team)
    page = list(_after(found, cursor).order_by("danger", "name", "pk")[: PAGE + 1])
    shown, rest = page[:PAGE], page[PAGE:]
    end = shown[-1] if rest else None
    return Board(
        shown,
        CURSOR.encode(After(end.danger, end.name, end.pk)) if end else "",
        _counts(known),
        list(known.filter(danger=ORDER.index("burning")).order_by("name", "pk")[:3]),
        SloStanding.objects.aggregate(at=Max("judged_at"))["at"],
    )


def _known() -> QuerySet[Any]:
    judged = slos().select_related("standing")
    return judged.annotate(danger=Coalesce("standing__danger", Value(UNKNOWN)))


def is_fresh(found: Board, now: dt.datetime) -> bool:
    """Whether workers judge SLOs, or did not have to yet."""
    return found.judged_at is None or now - found.judged_at < PATIENCE


def _after(found: QuerySet[Any], cursor: str) -> QuerySet[Any]:
    if not cursor:
        return found
    danger, name, pk = CURSOR.decode(cursor)
    later = Q(danger=danger) & (Q(name__gt=name) | Q(name=name, pk__gt=pk))
    return found.filter(Q(danger__gt=danger) | later)


def _counts(known: QuerySet[Any]) -> dict[str, int]:
    found = known.order_by().values_list("danger").annotate(slos=Count("pk"))
    return {ORDER[danger]: slos for danger, slos in found}


def _row(standing: Standing, now: dt.datetime) -> SloStanding:
    status = standing.status
    fastest = status.fastest
    return SloStanding(
        slo=standing.slo,
        judged_at=now,
        state=status.state,
        danger=ORDER.index(status.state),
        sli=_decimal(status.sli, 12),
        left=_decimal(status.budget.left if status.budget else None, 12),
        burn=_decimal(fastest.long, 6),
        burn_window=fastest.tier.name,
        is_counted=standing.progress.is_done,
    )


def _decimal(share: Fraction | None, digits: int) -> Decimal | None:
    """Cut, not rounded: what is not all of it never becomes that."""
    if share is None:
        return None
    scale = 10**digits
    return Decimal((share * scale).__floor__()).scaleb(-digits)
