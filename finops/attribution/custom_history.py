"""Before stored calls follow a custom dimension: which values it may have there.

Ingest bounds the values of what arrives; of what is stored the most frequent are taken, once, so that
settling stays a pure function of what is stored.
"""

import json
from typing import Any

import psycopg
from django.conf import settings

from finops.attribution.custom import History
from finops.core.db.files import read_sql

VALUES = read_sql(__file__, "history_values.sql")
WAITING = """
SELECT id, name, history_attributes, history_from, history_until FROM attribution_customdimension
WHERE history_from IS NOT NULL AND history_values IS NULL ORDER BY id"""
REMEMBER = "UPDATE attribution_customdimension SET history_values = %s WHERE id = %s"


def count_history_values(connection: psycopg.Connection[Any]) -> None:
    """Fix the values of the dimensions whose history was asked for; part of the transaction."""
    for number, name, attributes, first, until in connection.execute(WAITING).fetchall():
        asked = History(name, tuple(attributes), 0, 0, frozenset()).asked
        wanted = {"keys": list(asked), "from": first, "until": until, "most": settings.MAX_DIMENSION_VALUES}
        found = {value.strip() for (value,) in connection.execute(VALUES, wanted).fetchall()}
        connection.execute(REMEMBER, [json.dumps(sorted(found)), number])
