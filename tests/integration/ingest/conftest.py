"""One running product for all tests of the receiver."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.factories.instance import Instance
from tests.factories.receiver import Receiver


@pytest.fixture(scope="module")
def product(instance: Instance) -> Instance:
    """The running instance that the tests of a file use; each test uses a project of its own."""
    return instance


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
