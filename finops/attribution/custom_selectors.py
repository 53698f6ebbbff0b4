"""Reading custom dimensions."""

import datetime as dt
import json

from django.utils import timezone

from finops.attribution.custom import CustomDimension
from finops.core.db.rows import fetch
from finops.core.once import once

READ = """
SELECT id, name, label, attributes::text, archived_at, history_from FROM attribution_customdimension
ORDER BY archived_at IS NOT NULL, id"""

LATELY = dt.timedelta(days=30)
IN_USE = """
SELECT dimension, count(DISTINCT value) FROM dimension_value
WHERE dimension LIKE 'custom.%%' AND last_seen >= %s GROUP BY 1"""


def custom_dimensions() -> tuple[CustomDimension, ...]:
    """All of them, archived ones last; read once for a page."""
    return once("custom dimensions", lambda: tuple(fetch(_made, READ)))


def active_dimensions() -> tuple[CustomDimension, ...]:
    """Those that spans can state now."""
    return tuple(one for one in custom_dimensions() if one.is_active)


def values_in_use() -> dict[str, int]:
    """How many values spans stated lately, by the key of a dimension."""
    since = timezone.now().date() - LATELY
    return dict(fetch(lambda name, count: (name, count), IN_USE, [since]))


def _made(
    number: int,
    name: str,
    label: str,
    attributes: str,
    archived_at: dt.datetime | None,
    history_from: dt.datetime | None,
) -> CustomDimension:
    return CustomDimension(number, name, label, tuple(json.loads(attributes)), archived_at, history_from)
