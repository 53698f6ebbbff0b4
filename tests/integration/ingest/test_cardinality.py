"""An id in the name of a journey does not fill the database."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.factories import otlp
from tests.factories.instance import Instance
from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes
LIMIT = 20


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that allows few values."""
    instance = Instance(environment={"SPANLEDGER_MAX_DIMENSION_VALUES": str(LIMIT)})
    try:
        yield Receiver(instance.start(), project="many values")
    finally:
        instance.remove()


def values(receiver: Receiver, statement: str) -> list[Any]:
    with psycopg.connect(receiver.instance.runtime["database_url"]) as connection:
        return [row[0] for row in connection.execute(statement.encode()).fetchall()]


def test_values_beyond_the_limit_are_folded_visibly_and_every_call_is_priced(receiver: Receiver) -> None:
    for number in range(3):
        spans = [
            otlp.chat(
                attributes={"finops.journey": f"journey-{number}-{index}", "finops.customer": f"c{index}"},
                trace=f"t{number}-{index}",
                span=f"s{number}-{index}",
            )
            for index in range(2 * LIMIT)
        ]
        receiver.send(otlp.export(*spans))
    models = [otlp.chat(model=f"gpt-4o-mini-{index:08}", span=f"m{index}") for index in range(2 * LIMIT)]
    receiver.send(otlp.export(*models))
    receiver.settle()
    most = len(receiver.instance.pids("ingest")) * LIMIT
    journeys = values(receiver, "SELECT DISTINCT journey FROM dimension_set WHERE journey IS NOT NULL")
    assert LIMIT < len(journeys) <= most + 1
    assert "(other)" in journeys
    asked = values(receiver, "SELECT DISTINCT request_model FROM charge")
    assert len(asked) <= most + 1
    assert "(other)" in asked
    customers = "SELECT DISTINCT customer FROM charge WHERE customer IS NOT NULL"
    assert len(values(receiver, customers)) == 2 * LIMIT
    folded = "SELECT count(*) FROM span WHERE 'dimension_folded' = ANY (flags)"
    assert values(receiver, folded)[0] >= 3 * 2 * LIMIT - most
    priced = "SELECT count(cost) FROM charge WHERE request_model = 'gpt-4o-mini'"
    assert values(receiver, priced) == [3 * 2 * LIMIT]
    receiver.instance.run("verify_ledger")
