"""Custom dimensions settle as the built-in ones do, and history follows exactly."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from finops.attribution import custom_services
from finops.ledger.services import reattribute_soon
from finops.ledger.settling.worker import settle_all
from finops.ledger.tasks import reattribute
from finops.ledger.verification import verify
from tests.factories.custom import allow
from tests.factories.ledger import PRICE, START, FakeSpan, call, ledger_of, new_project, plain, store_batch
from tests.factories.rules import is_, rule, unstated

pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]
ALWAYS = START - dt.timedelta(days=30)
BY_SPAN = """
SELECT s.name, d.custom FROM charge c JOIN span s USING (project_id, trace_id, span_id, fingerprint)
JOIN dimension_set d ON d.id = c.dimension_set_id WHERE c.project_id = %s"""
SPEND = """
SELECT d.custom ->> 'unit', sum(f.cost) FROM spend_daily f JOIN dimension_set d ON d.id = f.dimension_set_id
WHERE d.project_id = %s GROUP BY 1 HAVING sum(f.calls) > 0 ORDER BY 1"""


def settle(database: Database, project: int, *spans: FakeSpan) -> None:
    store_batch(spans, project, database)
    assert not settle_all(database).failed


def by_span(database: Database, project: int) -> dict[str, dict[str, str] | None]:
    return dict(database.execute(BY_SPAN, [project]).fetchall())


def spend(database: Database, project: int) -> dict[str | None, Decimal]:
    return dict(database.execute(SPEND, [project]).fetchall())


def remember(dimension: Any, since: dt.datetime = ALWAYS) -> None:
    moment = custom_services.dimension_remember(dimension=dimension, since=since, actor="tests")
    reattribute_soon(moment, reason="tests")
    reattribute()


def with_attributes(database: Database, project: int, **resource: str) -> None:
    """What the resource of all stored spans says."""
    stored = json.dumps({"resource": {key.replace("__", "."): value for key, value in resource.items()}})
    database.execute("UPDATE origin SET attributes = %s WHERE project_id = %s", [stored, project])


def agrees() -> bool:
    with verify() as verification:
        assert [str(difference) for difference in verification.differences] == []
    return True


def test_the_counted_span_its_nearest_ancestor_and_its_resource_state_it(
    database: Database, project: int
) -> None:
    allow("unit")
    settle(
        database,
        project,
        plain("root", dims={"custom.unit": "far"}, lasts=9),
        plain("agent", parent="root", dims={"custom.unit": "near"}, lasts=9),
        call("own", 1, 1, parent="agent", dims={"custom.unit": "own"}),
        call("inherits", 1, 1, parent="agent", at=2),
        call("of the resource", 1, 1, trace="b", resource={"custom.unit": "resource"}, at=4),
        call("silent", 1, 1, trace="c", at=6),
    )
    assert by_span(database, project) == {
        "own": {"unit": "own"},
        "inherits": {"unit": "near"},
        "of the resource": {"unit": "resource"},
        "silent": None,
    }
    assert agrees()


def test_a_late_root_brings_a_value_and_the_sums_move_with_it(database: Database, project: int) -> None:
    allow("unit")
    settle(database, project, call("call", 100, 10, parent="root"))
    assert spend(database, project) == {None: PRICE * 110}
    settle(database, project, plain("root", dims={"custom.unit": "late"}, lasts=9))
    assert spend(database, project) == {"late": PRICE * 110}
    assert agrees()


def test_what_nobody_allowed_is_not_told(database: Database, project: int) -> None:
    allow("unit")
    settle(database, project, call("call", 1, 1, dims={"custom.other": "x"}))
    assert by_span(database, project) == {"call": None}


def test_sets_without_custom_dimensions_stay_those_of_before(database: Database, project: int) -> None:
    settle(database, project, call("before", 1, 1, trace="a"))
    allow("unit")
    settle(database, project, call("after", 1, 1, trace="b"))
    assert database.execute("SELECT count(*) FROM dimension_set").fetchone() == (1,)


def test_the_order_of_arrival_changes_nothing(database: Database, project: int) -> None:
    allow("unit")
    allow("contract")
    spans = [
        plain("root", dims={"custom.unit": "far", "custom.contract": "c-1"}, lasts=9),
        call("one", 1, 1, parent="root", dims={"custom.unit": "near"}),
        call("two", 1, 1, parent="root", at=2),
    ]
    settle(database, project, *spans)
    other = new_project()
    for span in reversed(spans):
        settle(database, other, span)
    assert ledger_of(project, database) == ledger_of(other, database)
    assert by_span(database, other)["one"] == {"contract": "c-1", "unit": "near"}


def test_a_rule_sets_one_and_asks_for_one(database: Database, project: int) -> None:
    allow("unit")
    rule(is_("service", "shop"), unstated("custom.unit"), since=ALWAYS, **{"custom.unit": "retail"})
    rule(is_("custom.unit", "loan*"), since=ALWAYS, team="lending")
    settle(
        database,
        project,
        call("silent", 1, 1, trace="a"),
        call("said", 1, 1, trace="b", dims={"custom.unit": "loans"}, at=2),
    )
    assert by_span(database, project) == {"silent": {"unit": "retail"}, "said": {"unit": "loans"}}
    teams = "SELECT team FROM trace WHERE team IS NOT NULL"
    assert database.execute(teams).fetchall() == [("lending",)]
    assert agrees()


def test_history_follows_from_the_attributes_of_spans_and_resources(database: Database, project: int) -> None:
    settle(
        database,
        project,
        plain("root", attributes={"acme.unit": "far"}, lasts=9),
        call("own", 1, 1, parent="root", attributes={"acme.unit": " own "}),
        call("inherits", 1, 1, parent="root", attributes={"acme.unit": ["a", "b"]}, at=2),
        call("carried", 1, 1, trace="b", attributes={"ai.telemetry.metadata.unit": "carried"}, at=3),
        call("strongest", 1, 1, trace="d", attributes={"finops.unit": "1st", "acme.unit": "2nd"}, at=3),
        call("means nothing", 1, 1, trace="c", attributes={"acme.unit": "unknown"}, at=4),
        call("masked", 1, 1, trace="e", attributes={"acme.unit": "of [email]"}, at=5),
    )
    assert spend(database, project) == {None: PRICE * 12}
    remember(allow("unit", "acme.unit"))
    assert by_span(database, project) == {
        "own": {"unit": "own"},
        "inherits": {"unit": "far"},
        "carried": {"unit": "carried"},
        "strongest": {"unit": "1st"},
        "means nothing": None,
        "masked": None,
    }
    assert agrees()
    with_attributes(database, project, acme__unit="everywhere")
    remember(custom_services.CustomDimension.objects.get(name="unit"))
    assert by_span(database, project)["means nothing"] == {"unit": "everywhere"}
    assert agrees()


def test_history_reaches_back_as_far_as_was_asked_for(database: Database, project: int) -> None:
    settle(
        database,
        project,
        call("early", 1, 1, trace="a", attributes={"unit": "x"}),
        call("late", 1, 1, trace="b", attributes={"unit": "x"}, at=60),
    )
    unit = allow("unit")
    remember(unit, START + dt.timedelta(seconds=30))
    assert by_span(database, project) == {"early": None, "late": {"unit": "x"}}
    assert agrees()
    remember(unit, ALWAYS)
    assert by_span(database, project) == {"early": {"unit": "x"}, "late": {"unit": "x"}}
    assert agrees()


def test_values_of_history_beyond_the_limit_are_folded(
    database: Database, project: int, settings: Any
) -> None:
    settings.MAX_DIMENSION_VALUES = 2
    values = ["b", "b", "a", "a", "a", "c"]
    spans = [
        call(f"s{n}", 1, 1, trace=f"t{n}", attributes={"unit": value}, at=n) for n, value in enumerate(values)
    ]
    settle(database, project, *spans)
    remember(allow("unit"))
    assert spend(database, project) == {"a": PRICE * 6, "b": PRICE * 4, "(other)": PRICE * 2}
    assert agrees()


def test_what_arrived_with_a_value_keeps_it_through_history_and_archiving(
    database: Database, project: int
) -> None:
    unit = allow("unit")
    settle(database, project, call("call", 1, 1, dims={"custom.unit": "said"}, attributes={"unit": "raw"}))
    custom_services.dimension_archive(dimension=unit, actor="tests")
    remember(unit)
    assert by_span(database, project) == {"call": {"unit": "said"}}
    assert agrees()
