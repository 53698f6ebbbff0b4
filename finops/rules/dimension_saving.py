"""Changing custom dimensions: the change and the request that stored calls follow commit together."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from finops.attribution import custom_services as services
from finops.attribution.models import CustomDimension
from finops.ledger.services import reattribute_soon
from finops.rules.saving import begins


@transaction.atomic
def allow(
    *, name: str, label: str, attributes: Iterable[str], since: dt.date | None, actor: Any
) -> CustomDimension:
    """Allow a new dimension, for calls since a day or from now on. Raises BadDimension."""
    made = services.dimension_allow(name=name, label=label, attributes=attributes, actor=actor)
    _remember(made, since, actor)
    return made


@transaction.atomic
def change(
    dimension: CustomDimension, *, label: str, attributes: Iterable[str], since: dt.date | None, actor: Any
) -> CustomDimension:
    """Change how it is called and what states it; stored calls since a day follow. Raises BadDimension."""
    changed = services.dimension_change(dimension=dimension, label=label, attributes=attributes, actor=actor)
    _remember(changed, since, actor)
    return changed


def _remember(dimension: CustomDimension, since: dt.date | None, actor: Any) -> None:
    moment = begins(since)
    if moment is not None:
        first = services.dimension_remember(dimension=dimension, since=moment, actor=actor)
        reattribute_soon(first, reason=f"{dimension.label}, as stored attributes say")
