"""Where the prices of a page of charges come from, in one look-up."""

from collections.abc import Iterable

from finops.core.db.rows import fetch
from finops.spend.charge_types import ChargeRow
from finops.spend.schemas import PriceOut

SQL = "SELECT id, source, source_version, valid_from FROM price WHERE id = ANY(%s)"


def prices_of(charges: Iterable[ChargeRow]) -> dict[int, PriceOut]:
    """The prices these charges were computed with, by id."""
    ids = sorted({charge.price_id for charge in charges if charge.price_id is not None})
    if not ids:
        return {}
    found = fetch(lambda *row: row, SQL, [ids])
    return {row[0]: PriceOut(source=row[1], version=row[2], valid_from=row[3]) for row in found}
