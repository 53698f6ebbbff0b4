"""One running product for all tests of the receiver."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.factories.instance import Instance
from tests.factories.receiver import Receiver


@pytest.fixture(scope="package")
def product() -> Iterator[Instance]:
    """A running instance, shared by the tests of this folder; each test uses a project of its own."""
    made = Instance()
    try:
        yield made.start()
    finally:
        made.remove()


@pytest.fixture
def receiver(product: Instance, request: pytest.FixtureRequest) -> Receiver:
    """The receiver, with a fresh project and ingest key."""
    return Receiver(product, project=request.node.name[-90:])


@pytest.fixture
def query(product: Instance) -> Callable[..., list[tuple[Any, ...]]]:
    """Runs SQL on the database of the instance."""

    def run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(product.runtime["database_url"]) as connection:
            return connection.execute(statement, values).fetchall()

    return run
