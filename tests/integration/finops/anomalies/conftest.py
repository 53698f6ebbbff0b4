"""Fixtures of the ledger for tests that settle."""

from tests.integration.finops.ledger.conftest import database, project

__all__ = ["database", "project"]
