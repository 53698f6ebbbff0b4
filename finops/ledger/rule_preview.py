"""What a rule would move, before it is saved.

From the rollups, to the cent, where the stored dimensions are those that the rule would see. Otherwise some
traces are settled twice in memory, by the rules there are and with the new one, and compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection as django_connection
from psycopg import IsolationLevel

from finops.attribution.custom import PREFIX, pairs
from finops.attribution.dimension_sets import DimensionSet
from finops.attribution.rulebook import read_rulebook
from finops.attribution.rules import Asked, Rule, RuleBook, decide
from finops.attribution.types import RuleContent
from finops.core.db.files import read_sql
from finops.core.periods import Days, Instants
from finops.ledger.settling.closure import Connection, Range, between, read_locked
from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.keys import uuid_array
from finops.ledger.settling.outcome import SettledCharge, settle_closure

SETS = read_sql(__file__, "preview_sets.sql")
EXAMPLES = read_sql(__file__, "preview_examples.sql")
SAMPLE = read_sql(__file__, "preview_sample.sql")
COSTS = read_sql(__file__, "preview_costs.sql")
# Dimensions that a stored set may hold although no span says them.
NOT_AS_SENT = """
SELECT DISTINCT dimension FROM attribution_ruleversion
UNION SELECT 'team' FROM accounts_projectowner WHERE team IS NOT NULL"""
RULED = "SELECT DISTINCT dimension FROM attribution_ruleversion"
MOST_TRACES = 200
MOST_EXAMPLES = 3
MOST_EXPLAINED = 5  # values with examples
ZERO = Decimal(0)
NEW = 0  # the number of a rule that has none yet


class Example(NamedTuple):
    """A trace that shows what would move."""

    project_id: int
    trace_id: UUID


class Move(NamedTuple):
    """What would lose one value: counted calls, their USD, and a few traces."""

    before: str | None
    calls: int
    cost: Decimal
    examples: tuple[Example, ...] = ()


class RulePreview(NamedTuple):
    """What a rule would move of all that was looked at, the most money first."""

    moves: list[Move]
    calls: int
    cost: Decimal
    traces: int | None = None  # looked at; None: everything, in the rollups
    complete: bool = True

    @property
    def moved_calls(self) -> int:
        """Counted calls that would move."""
        return sum(move.calls for move in self.moves)

    @property
    def moved_cost(self) -> Decimal:
        """Their cost in USD."""
        return sum((move.cost for move in self.moves), ZERO)


class Part(NamedTuple):
    """Some counted calls with one value of the dimension that the rule sets."""

    value: str | None
    calls: int
    cost: Decimal
    moves: bool
    example: Any


def preview_rule(content: RuleContent, rule_id: int | None, days: Days, times: Instants) -> RulePreview:
    """What a rule would move if it had applied to these days, which are those `times`.

    `rule_id` is the number of the rule that it would change, None for a new one.
    """
    rule = Rule(rule_id or NEW, content.conditions, content.dimension, content.value, 0)
    if _is_in_rollups(content):
        return _from_rollups(rule, days, times)
    return _from_sample(rule, times)


def _is_in_rollups(content: RuleContent) -> bool:
    subjects = {condition.subject for condition in content.conditions}
    known = {*DimensionSet._fields, "project"}
    if not all(name in known or name.startswith(PREFIX) for name in {*subjects, content.dimension}):
        return False
    with django_connection.cursor() as cursor:
        cursor.execute(NOT_AS_SENT)
        changed = {name for (name,) in cursor.fetchall()}
        cursor.execute(RULED)
        ruled = {name for (name,) in cursor.fetchall()}
    return not subjects & changed and content.dimension not in ruled


def _from_rollups(rule: Rule, days: Days, times: Instants) -> RulePreview:
    with django_connection.cursor() as cursor:
        cursor.execute(SETS, {"first": days.start, "past": days.end})
        names = [column.name for column in cursor.description or ()]
        rows = [_flat(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    found = _preview([_part(rule, row) for row in rows])
    return found._replace(
        moves=[_with_examples(move, times) for move in found.moves[:MOST_EXPLAINED]]
        + found.moves[MOST_EXPLAINED:]
    )


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A set with its custom dimensions beside the others."""
    return {**row, "custom": None, **{PREFIX + name: value for name, value in pairs(row["custom"])}}


def _part(rule: Rule, row: dict[str, Any]) -> Part:
    facts = {name: value for name, value in row.items() if isinstance(value, str) and value}
    value = row.get(rule.dimension)
    moves = bool(decide([rule], facts)) and value != rule.value
    return Part(value, int(row["calls"]), row["cost"], moves, row["id"])


def _with_examples(move: Move, times: Instants) -> Move:
    (dimension_set,) = move.examples
    with django_connection.cursor() as cursor:
        cursor.execute(EXAMPLES, {"set": dimension_set, **times._asdict(), "most": MOST_EXAMPLES})
        return move._replace(examples=tuple(Example(*row) for row in cursor.fetchall()))


def _from_sample(rule: Rule, times: Instants) -> RulePreview:
    with settling_connection() as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            rows = connection.execute(SAMPLE, {**times._asdict(), "most": MOST_TRACES + 1}).fetchall()
            everything = rows[0][-1] if rows else True
            taken = sorted(row[:4] for row in rows[:MOST_TRACES])
            parts = [
                part
                for project_id, of_project in groupby(taken, key=lambda row: row[0])
                for part in _parts(connection, rule, project_id, list(of_project), times)
            ]
    found = _preview(parts)
    moves = [_distinct(move, parts) for move in found.moves]
    complete = everything and len(rows) <= MOST_TRACES
    return found._replace(moves=moves, traces=len(taken), complete=complete)


def _parts(
    connection: Connection, rule: Rule, project_id: int, rows: Sequence[Any], times: Instants
) -> Iterator[Part]:
    """The counted calls of some traces, with and without the rule."""
    book = read_rulebook(connection, project_id)
    changed = book.with_rule(rule)

    def asked(since: int) -> Sequence[Asked]:
        return [*dict.fromkeys([*book.asked(since), *changed.asked(since)])]

    ids = {row[1].bytes for row in rows}
    given = Range(min(row[2] for row in rows), max(row[3] for row in rows))
    closure = read_locked(connection, project_id, ids, given, lock=False, asked=asked)
    parameters = {"project": project_id, "traces": uuid_array(ids), **between(closure.range)}
    costs = {tuple(row[:4]): row[4] for row in connection.execute(COSTS, parameters, binary=True).fetchall()}
    pairs = zip(_charges(closure, book), _charges(closure, changed), strict=True)
    for before, after in pairs:
        charge = before.charge
        key = charge.trace_id, charge.span_id, charge.fingerprint, charge.line
        if before.verdict.counted and key in costs:
            old, new = (one.attribution.value(rule.dimension) for one in (before, after))
            example = Example(project_id, UUID(bytes=charge.trace_id))
            yield Part(old, int(charge.line == 0), costs[key] or ZERO, old != new, example)


def _charges(closure: Any, book: RuleBook) -> list[SettledCharge]:
    return settle_closure(closure, book).charges


def _preview(parts: Iterable[Part]) -> RulePreview:
    calls, cost, moving = 0, ZERO, defaultdict[str | None, list[Part]](list)
    for part in parts:
        calls, cost = calls + part.calls, cost + part.cost
        if part.moves:
            moving[part.value].append(part)
    moves = [_move(value, of_value) for value, of_value in moving.items()]
    return RulePreview(sorted(moves, key=lambda move: (-move.cost, -move.calls)), calls, cost)


def _move(value: str | None, parts: Sequence[Part]) -> Move:
    dearest = max(parts, key=lambda part: part.cost)
    total = sum((part.cost for part in parts), ZERO)
    return Move(value, sum(part.calls for part in parts), total, (dearest.example,))


def _distinct(move: Move, parts: Iterable[Part]) -> Move:
    """With the dearest traces as examples."""
    dearest = sorted(
        (part for part in parts if part.moves and part.value == move.before), key=lambda part: -part.cost
    )
    return move._replace(examples=tuple(dict.fromkeys(part.example for part in dearest))[:MOST_EXAMPLES])
