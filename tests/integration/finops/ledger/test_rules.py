"""Attribution rules win over what spans say, for the calls they apply to."""

import datetime as dt
from typing import Any

import psycopg
import pytest

from finops.accounts import services as accounts
from finops.accounts.models import ProjectOwner, Team
from finops.attribution import services
from finops.attribution.selectors import rules
from finops.ledger.settling.worker import settle_all
from finops.ledger.verification import verify
from tests.factories.ledger import START, FakeSpan, call, plain, store_batch
from tests.factories.rules import is_, rule, says, unstated

pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]
ALWAYS = START - dt.timedelta(days=30)
VALUES = """
SELECT s.name, {} FROM charge c JOIN span s USING (project_id, trace_id, span_id, fingerprint)
JOIN dimension_set d ON d.id = c.dimension_set_id WHERE c.project_id = %s"""


def settle(database: Database, project: int, *spans: FakeSpan) -> None:
    store_batch(spans, project, database)
    assert not settle_all(database).failed


def by_span(database: Database, project: int, column: str = "d.team") -> dict[str, str | None]:
    return dict(database.execute(VALUES.format(column), [project]).fetchall())


def agrees() -> bool:
    with verify() as verification:
        found = [str(difference) for difference in verification.differences]
    assert found == []
    return True


def test_a_rule_wins_over_what_the_span_says(database: Database, project: int) -> None:
    rule(is_("service", "sho*"), team="payments", since=ALWAYS)
    settle(database, project, call("one", 1, 1, dims={"team": "said"}), call("two", 1, 1, service="bank"))
    assert by_span(database, project) == {"one": "payments", "two": None}
    assert agrees()


def test_the_first_rule_counts_and_a_rule_can_leave_alone_what_is_said(
    database: Database, project: int
) -> None:
    rule(is_("service", "shop"), unstated("team"), team="payments", since=ALWAYS)
    rule(is_("service", "*"), unstated("team"), team="rest", since=ALWAYS)
    settle(
        database,
        project,
        call("silent", 1, 1),
        call("said", 1, 1, dims={"team": "said"}, at=2),
        call("other", 1, 1, service="bank", at=4),
    )
    assert by_span(database, project) == {"silent": "payments", "said": "said", "other": "rest"}
    assert agrees()


@pytest.mark.parametrize(
    "condition",
    [
        is_("scope", "scope"),
        is_("span_name", "ca*"),
        is_("provider", "openai"),
        is_("request_model", "gpt-*"),
        is_("operation", "chat"),
        is_("journey", "refund"),
        is_("customer", "acme"),
        is_("attribute:acme.line", "loans"),
        is_("attribute:acme.tier", "3"),
        is_("attribute:host.name", "web-1"),
        unstated("attribute:acme.none"),
    ],
)
def test_rules_see_all_that_is_known_of_a_call(database: Database, project: int, condition: Any) -> None:
    rule(condition, cost_center="4711", since=ALWAYS)
    root = plain(
        "root", dims={"journey": "refund", "customer": "acme"}, attributes={"acme.line": "loans"}, scope="app"
    )
    spans = [root, call("call", 1, 1, parent="root", attributes={"acme.tier": 3})]
    store_batch(spans, project, database)
    database.execute('UPDATE origin SET attributes = \'{"resource": {"host.name": "web-1"}, "scope": {}}\'')
    assert not settle_all(database).failed
    assert by_span(database, project, "d.cost_center") == {"call": "4711"}
    assert agrees()


def test_the_trace_and_its_customer_follow_what_a_rule_says_of_its_calls(
    database: Database, project: int
) -> None:
    rule(is_("request_model", "gpt-4o"), team="payments", since=ALWAYS)
    rule(is_("request_model", "gpt-4o"), customer="acme", since=ALWAYS)
    settle(database, project, plain("root", dims={"team": "said"}), call("call", 1, 1, parent="root"))
    assert database.execute("SELECT team, customer FROM trace").fetchall() == [("payments", "acme")]
    assert database.execute("SELECT customer FROM customer_daily").fetchall() == [("acme",)]
    assert agrees()


def test_a_rule_applies_to_calls_that_begin_from_its_moment_on(database: Database, project: int) -> None:
    rule(is_("service", "shop"), team="payments", since=START + dt.timedelta(seconds=10))
    settle(database, project, call("before", 1, 1, at=9), call("after", 1, 1, at=10))
    assert by_span(database, project) == {"before": None, "after": "payments"}
    assert agrees()


def test_what_comes_late_is_attributed_as_it_would_have_been_in_time(
    database: Database, project: int
) -> None:
    made = rule(is_("service", "shop"), team="payments", since=ALWAYS)
    settle(database, project, call("early", 1, 1, trace="a"))
    services.rule_change(
        rule=made, content=says(is_("service", "shop"), team="checkout"), since=None, actor="tests"
    )
    settle(database, project, plain("root", trace="a"), call("late", 1, 1, trace="b"))
    assert by_span(database, project) == {"early": "payments", "late": "payments"}
    assert agrees()


def test_an_ended_rule_still_explains_the_calls_of_its_time(database: Database, project: int) -> None:
    made = rule(is_("service", "shop"), team="payments", since=ALWAYS)
    services.rule_switch_off(rule=made, since=None, actor="tests")
    settle(database, project, call("call", 1, 1))
    assert by_span(database, project) == {"call": "payments"}
    assert [one.is_on for one in rules()] == [False]
    assert agrees()


def test_a_rule_that_is_moved_up_is_asked_first(database: Database, project: int) -> None:
    rule(is_("service", "shop"), team="first", since=ALWAYS)
    second = rule(is_("service", "shop"), team="second", since=ALWAYS)
    services.rule_move(rule=second, up=True, actor="tests")
    assert [one.content.value for one in rules()] == ["second", "first"]
    settle(database, project, call("call", 1, 1))  # of a time before the move
    assert by_span(database, project) == {"call": "first"}


def test_the_owner_gets_what_nobody_claims_from_a_moment_on(database: Database, project: int) -> None:
    team = Team.objects.create(name="platform")
    shop = accounts.project_create(name="shop", content_policy="drop", owner_team=team, actor="tests")
    other = Team.objects.create(name="checkout")
    accounts.project_update(
        project=shop,
        content_policy="drop",
        owner_team=other,
        actor="tests",
        owned_since=START + dt.timedelta(seconds=5),
    )
    ProjectOwner.objects.update(waits=False)
    settle(
        database,
        shop.pk,
        call("old", 1, 1),
        call("new", 1, 1, at=6),
        call("own", 1, 1, at=8, dims={"team": "x"}),
    )
    assert by_span(database, shop.pk) == {"old": "platform", "new": "checkout", "own": "x"}
    accounts.team_update(team=other, name="buying", members=[], actor="tests")
    ProjectOwner.objects.update(waits=False)
    assert agrees()  # a new name is one from now on
    shop.delete()
    Team.objects.all().delete()
