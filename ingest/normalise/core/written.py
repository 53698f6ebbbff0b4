"""Names and costs inside structured text."""

from decimal import Decimal

from ingest.carriers import clean, parse, parse_mapping
from ingest.normalise.core.dialect import Attributes
from ingest.normalise.core.numbers import BAD_VALUE, MAX_COST, MAX_TEXT, exact, money
from ingest.records import Value

MAX_PARTS = 50
TOTALS = ("total", "total_cost")


def name_in(written: Value) -> str | None:
    """A name that was written as JSON (`"gpt-4o"`) or as it is."""
    if not isinstance(written, str) or len(written) > MAX_TEXT:
        return None
    name = parse(written) if written[:1] == '"' else written
    return clean(name) or None if isinstance(name, str) else None


def cost_in(written: Value, flags: list[str]) -> Decimal | None:
    """The total of a JSON object of costs, or the sum of its parts."""
    if written is None:
        return None
    costs = parse_mapping(written)
    if costs is None or len(costs) > MAX_PARTS:
        flags.append(BAD_VALUE)
        return None
    said = next((money(costs[name], flags) for name in TOTALS if name in costs), None)
    return _sum(costs, flags) if said is None else said


def _sum(costs: Attributes, flags: list[str]) -> Decimal | None:
    total = None
    for value in costs.values():
        part = money(value, flags)
        if part is not None:
            total = part if total is None else exact.add(total, part)
    if total is None or total <= MAX_COST:
        return total
    flags.append(BAD_VALUE)
    return None
