"""Allowing custom dimensions. Each change and its audit entry commit together.

Receivers learn of a change within seconds; what they stored before stays as it is, unless history is asked
for.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from finops.attribution.custom import PREFIX
from finops.attribution.custom_checks import (
    MOST_ACTIVE,
    BadDimension,
    checked_attributes,
    checked_label,
    checked_name,
)
from finops.attribution.models import CustomDimension, RuleVersion
from finops.audit.services import record
from finops.core.db import locks

LEARNT = dt.timedelta(minutes=1)  # by then every receiver reads a dimension that was allowed
HOLD = "SELECT pg_advisory_xact_lock(%s, 1)"


@transaction.atomic
def dimension_allow(*, name: str, label: str, attributes: Iterable[str], actor: Any) -> CustomDimension:
    """Allow a new dimension. Raises BadDimension."""
    _hold()
    _check_room()
    known = CustomDimension.objects.filter(name=checked_name(name)).first()
    if known:
        state = "archived; restore it instead" if known.archived_at else "allowed already"
        raise BadDimension(f"There is a dimension {name}: it is {state}.")
    made = CustomDimension.objects.create(
        name=name, label=_free_label(label, name), attributes=checked_attributes(attributes)
    )
    _record(actor, "allow", made, {"label": made.label, "attributes": made.attributes})
    return made


@transaction.atomic
def dimension_change(
    *, dimension: CustomDimension, label: str, attributes: Iterable[str], actor: Any
) -> CustomDimension:
    """Another label, or other attributes for what arrives from now on. Raises BadDimension."""
    _hold()
    before = {"label": dimension.label, "attributes": dimension.attributes}
    dimension.label = _free_label(label, dimension.name)
    dimension.attributes = checked_attributes(attributes)
    dimension.save(update_fields=["label", "attributes"])
    after = {"label": dimension.label, "attributes": dimension.attributes}
    if after != before:
        _record(actor, "update", dimension, {"before": before, "after": after})
    return dimension


@transaction.atomic
def dimension_archive(*, dimension: CustomDimension, actor: Any) -> None:
    """Read it no longer from what arrives; what is stored keeps it. Raises BadDimension."""
    _hold()
    if RuleVersion.objects.filter(applies_until=None, dimension=PREFIX + dimension.name).exists():
        raise BadDimension("An attribution rule sets it. Switch the rule off first.")
    dimension.archived_at = timezone.now()
    dimension.save(update_fields=["archived_at"])
    _record(actor, "archive", dimension, {})


@transaction.atomic
def dimension_restore(*, dimension: CustomDimension, actor: Any) -> None:
    """Read it again from what arrives. Raises BadDimension."""
    _hold()
    _check_room()
    dimension.label = _free_label(dimension.label, dimension.name)
    dimension.archived_at = None
    dimension.save(update_fields=["archived_at", "label"])
    _record(actor, "restore", dimension, {})


@transaction.atomic
def dimension_remember(*, dimension: CustomDimension, since: dt.datetime, actor: Any) -> dt.datetime:
    """Let stored calls that began from then on (aware) have it, as their stored attributes say.

    Gives the moment from which calls are to be attributed anew, which the caller asks for: what followed
    before goes on following.
    """
    _hold()
    first = min(since, dimension.history_from or since)
    dimension.history_from, dimension.history_until = first, timezone.now() + LEARNT
    dimension.history_attributes, dimension.history_values = dimension.attributes, None
    dimension.save(update_fields=["history_from", "history_until", "history_attributes", "history_values"])
    _record(actor, "remember", dimension, {"since": since.isoformat()})
    return first


def _hold() -> None:
    """One change at a time."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [locks.RULES])


def _check_room() -> None:
    if CustomDimension.objects.filter(archived_at=None).count() >= MOST_ACTIVE:
        raise BadDimension(
            f"There are {MOST_ACTIVE} custom dimensions. Archive one that is not needed any more."
        )


def _free_label(given: str, name: str) -> str:
    label = checked_label(given, name)
    others = CustomDimension.objects.filter(archived_at=None).exclude(name=name)
    if any(one.label.lower() == label.lower() for one in others):
        raise BadDimension(f"Another dimension is called {label}.")
    return label


def _record(actor: Any, action: str, dimension: CustomDimension, detail: dict[str, Any]) -> None:
    action = f"attribution.dimension.{action}"
    record(actor=actor, action=action, target=dimension.label, detail={"name": dimension.name, **detail})
