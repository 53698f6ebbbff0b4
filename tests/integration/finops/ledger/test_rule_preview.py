"""What a rule would move, told before it is saved, is what it moves."""

import datetime as dt
from typing import Any

import psycopg
import pytest
from django.db import connection

from finops.core.periods import Days, Instants
from finops.ledger import rule_preview
from finops.ledger.rule_preview import RulePreview, preview_rule
from finops.ledger.settling.worker import settle_all
from tests.factories.ledger import PRICE, START, FakeSpan, call, plain, store_batch
from tests.factories.rules import is_, rule, says, unstated

pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]
ALWAYS = START - dt.timedelta(days=30)
DAY = START.date()
DAYS = Days(DAY, DAY + dt.timedelta(days=1))
TIMES = Instants(START - dt.timedelta(hours=12), START + dt.timedelta(hours=12))
LOANS = {"acme.line": "loans"}


def arrive(database: Database, project: int, *spans: FakeSpan) -> None:
    store_batch(spans, project, database)
    assert not settle_all(database).failed


def preview(content: Any, rule_id: int | None = None) -> RulePreview:
    return preview_rule(content, rule_id, DAYS, TIMES)


def moves(found: RulePreview) -> list[tuple[str | None, int, Any]]:
    return [(move.before, move.calls, move.cost) for move in found.moves]


def test_a_rule_over_attributes_is_tried_on_traces(database: Database, project: int) -> None:
    arrive(
        database,
        project,
        plain("root", attributes=LOANS, lasts=9),
        call("silent", 100, 10, parent="root"),
        call("said", 200, 20, parent="root", dims={"team": "old"}, at=2),
        call("retry", 100, 10, parent="silent"),
        call("elsewhere", 400, 40, trace="other"),
    )
    found = preview(says(is_("attribute:acme.line", "loans"), team="lending"))
    assert moves(found) == [("old", 1, PRICE * 220), (None, 1, PRICE * 110)]
    assert (found.calls, found.cost, found.traces, found.complete) == (3, PRICE * 770, 2, True)
    assert len(found.moves[0].examples) == 1


def test_rules_before_it_keep_what_they_decide(database: Database, project: int) -> None:
    first = rule(is_("scope", "*"), team="first", since=ALWAYS)
    arrive(database, project, call("call", 100, 10))
    assert moves(preview(says(is_("service", "shop"), team="second"))) == []
    assert moves(preview(says(is_("service", "shop"), team="second"), first.pk)) == [
        ("first", 1, PRICE * 110)
    ]


def test_what_a_rule_or_an_owner_says_is_not_taken_for_what_was_sent(
    database: Database, project: int
) -> None:
    rule(is_("service", "shop"), team="payments", since=ALWAYS)
    arrive(database, project, call("call", 100, 10))
    found = preview(says(unstated("team"), cost_center="4711"))
    assert moves(found) == [(None, 1, PRICE * 110)]
    assert found.traces == 1


def test_of_many_traces_some_are_looked_at_and_the_page_can_say_so(
    database: Database, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_preview, "MOST_TRACES", 3)
    arrive(database, project, *(call(f"c{n}", 100, 10, trace=f"{n}") for n in range(8)))
    found = preview(says(is_("span_name", "c*"), team="payments"))
    assert (found.traces, found.complete, found.calls) == (3, False, 3)


def test_the_rollups_answer_in_few_queries_whatever_they_hold(
    database: Database, project: int, django_assert_max_num_queries: Any
) -> None:
    arrive(database, project, *(call(f"c{n}", 100, 10, trace=f"{n}", model=f"m{n}") for n in range(8)))
    with django_assert_max_num_queries(4, connection=connection):
        found = preview(says(is_("request_model", "m*"), team="payments"))
    assert (found.traces, found.complete) == (None, True)
    assert moves(found) == [(None, 8, PRICE * 880)]
