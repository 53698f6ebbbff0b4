"""Reading the rules and owners that settling goes by."""

import json
from functools import lru_cache
from typing import Any

import psycopg

from finops.attribution.custom import PREFIX, History
from finops.attribution.rule_text import conditions_in
from finops.attribution.rules import NO_RULES, Owner, Rule, RuleBook
from finops.core.db import locks
from finops.core.db.files import read_sql

READ = read_sql(__file__, "read_rulebook.sql")
HOLD = "SELECT pg_advisory_xact_lock_shared(%s, 0)"
AWAIT = "SELECT pg_advisory_xact_lock(%s, 0)"

Connection = psycopg.Connection[Any]


def read_rulebook(connection: Connection, project_id: int) -> RuleBook:
    """The rules and owners of a project as this transaction sees them."""
    row = connection.execute(READ, {"project": project_id}).fetchone()
    return _parsed(*row) if row else NO_RULES


def held_rulebook(connection: Connection, project_id: int) -> RuleBook:
    """The same, and `await_holders` waits until this transaction has ended."""
    connection.execute(HOLD, [locks.RULES])
    return read_rulebook(connection, project_id)


def await_holders(connection: Connection) -> None:
    """Wait until every transaction that holds rules of before has ended; nobody begins until this one has."""
    connection.execute(AWAIT, [locks.RULES])


@lru_cache(maxsize=256)
def _parsed(project: str | None, rules: str, owners: str, custom: str, histories: str) -> RuleBook:
    """A rule book from JSON; the same text gives the same book."""
    return RuleBook(
        [
            Rule(rule_id, conditions_in(conditions), *others)
            for rule_id, conditions, *others in json.loads(rules)
        ],
        [Owner(*one) for one in json.loads(owners)],
        project,
        [PREFIX + name for name in json.loads(custom)],
        [_history(*one) for one in json.loads(histories)],
    )


def _history(name: str, attributes: list[str], since: int, until: int, values: list[str]) -> History:
    return History(name, tuple(attributes), since, until, frozenset(values))
