"""`/api/v1`: who may read what, exact numbers as text, and errors that teach."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts.services import key_create
from finops.prices.models import Price, PricedModel, PriceProvider
from finops.spend.dimensions import DIMENSIONS
from tests.factories.people import browser, person
from tests.factories.rollups import NOON, UNPRICED, batch, charge, project, roll_up, trace

pytestmark = pytest.mark.django_db
NOVEMBER = "start=2026-11-01&end=2026-12-01"
ENDPOINTS = ["spend", "charges", "traces", "batches", "journeys", "models", "customers"]
# Also written: tests/integration/finops/rules.
OF_RULES = ["rules", "rules/{rule_id}", "dimensions", "dimensions/{name}"]

# Also written, and asked before calls: test_budget_api.py, test_budget_yaml.py and test_budget_check.py.
OF_BUDGETS = [
    "budgets.yaml",
    "budgets/check",
    "budgets/{budget_id}",
    "budgets/{budget_id}/firings",
    "budgets",
]
OF_ALERTS = [
    *["alerts", "alerts/{alert_id}"],
    *["alerts/{alert_id}/acknowledge", "alerts/{alert_id}/silence"],
]
OF_SLOS = ["slos", "slos/{slo_id}"]
OF_ANOMALIES = ["anomalies", "anomalies/{anomaly_id}"]
OF_METRICS = ["metrics", "metrics/series", "metrics/points"]


def key(scope: str, of: str = "shop") -> dict[str, str]:
    _, secret = key_create(project=project(of), scope=scope, actor="tests")
    return {"authorization": f"Bearer {secret}"}


def get(path: str, headers: dict[str, str] | None = None, status: int = 200) -> Any:
    response = Client().get(f"/api/v1/{path}", headers=headers if headers is not None else key("admin"))
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_nobody_reads_without_a_key(endpoint: str) -> None:
    answer = get(endpoint, {}, 401)
    assert answer["error"] == "unauthorized"
    assert "Bearer" in answer["message"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_ingest_key_may_not_read(endpoint: str) -> None:
    assert "ingest key" in get(endpoint, key("ingest"), 403)["message"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("role", ["admin", "finance", "lead", "engineer"])
def test_people_who_are_signed_in_may_read(endpoint: str, role: str) -> None:
    client = browser(person(role))
    assert client.get(f"/api/v1/{endpoint}").status_code == 200
    assert client.post(f"/api/v1/{endpoint}").status_code == 405


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_empty_ledger_answers(endpoint: str) -> None:
    answer = get(endpoint)
    assert answer.get("items", answer.get("rows")) == []


def test_a_read_key_sees_only_its_own_project() -> None:
    for name in ("mine", "theirs"):
        charge(project(name), customer="acme", cost=Decimal(1))
        trace(project(name), name=name)
        batch(project(name))
    roll_up()
    mine, all_projects = key("read", "mine"), key("admin", "mine")
    for path in (f"charges?{NOVEMBER}&counted=true", "charges", "traces", "batches"):
        assert {item["project"] for item in get(path, mine)["items"]} == {"mine"}
        assert {item["project"] for item in get(path, all_projects)["items"]} == {"mine", "theirs"}
    for group_by in ("project", "project,customer"):
        answer = get(f"spend?{NOVEMBER}&group_by={group_by}", mine)
        assert [row["project"] for row in answer["rows"]] == ["mine"]
        assert answer["totals"]["cost"] == "1"
    customers = get(f"customers?{NOVEMBER}", mine)
    assert [(row["customer"], row["cost"]) for row in customers["rows"]] == [("acme", "1")]
    assert get(f"customers?{NOVEMBER}&filter[project]=theirs", mine)["rows"] == []
    assert get(f"customers?{NOVEMBER}", all_projects)["totals"]["cost"] == "2"


def test_a_journey_has_its_runs_its_cost_before_and_its_latency() -> None:
    for time in (NOON, NOON - dt.timedelta(days=30)):
        charge(journey="refund", cost=Decimal("0.5"), time=time)
        trace(journey="refund", duration_ns=4 * 10**9, start_time=time)
    roll_up()
    answer = get(f"journeys?{NOVEMBER}")
    assert answer["previous"] == {"start": "2026-10-01", "end": "2026-11-01"}
    (row,) = answer["rows"]
    assert (row["journey"], row["cost"], row["previous_cost"]) == ("refund", "0.5", "0.5")
    assert (row["runs"], row["cost_per_run"], row["calls"]) == (1, "0.5", 1)
    took = row["latency"]
    assert (took["of"], took["basis"], took["size"]) == ("runs", "histogram", 1)
    assert took["p95_ns"]["low"] <= 4 * 10**9 <= took["p95_ns"]["high"]
    assert get(f"models?{NOVEMBER}")["rows"][0]["latency"]["of"] == "calls"


def test_spend_is_exact_text_by_period_and_dimension() -> None:
    charge(team="a", cost=Decimal("0.000000000000000000000001"))
    charge(team="a", cost=Decimal("12345678901234.5"))
    charge(time=NOON - dt.timedelta(days=1), **UNPRICED, input_tokens=None, output_tokens=None)
    roll_up()
    answer = get(f"spend?{NOVEMBER}&group_by=team&interval=day")
    unpriced, priced = answer["rows"]
    assert (priced["period"], priced["team"], priced["calls"]) == ("2026-11-14", "a", 2)
    assert priced["cost"] == "12345678901234.500000000000000000000001"
    assert (unpriced["period"], unpriced["team"], unpriced["cost"]) == ("2026-11-13", None, None)
    assert (unpriced["input_tokens"], unpriced["unknown_calls"]) == (None, 1)
    assert answer["unpriced"] == {"calls": 1}
    assert answer["unattributed"]["team"] == {"calls": 1, "cost": None}
    assert answer["unattributed"]["journey"]["calls"] == 3


def test_spend_filters_by_any_value_of_any_dimension() -> None:
    for team, model, cost in (("a", "x", 1), ("b", "x", 2), (None, "y", 4)):
        charge(team=team, response_model=model, cost=Decimal(cost))
    roll_up()

    def total(filters: str) -> str:
        return get(f"spend?{NOVEMBER}&{filters}")["totals"]["cost"]

    assert total("filter[team]=a") == "1"
    assert total("filter[team]=a&filter[team]=b") == "3"
    assert total("filter[response_model]=x&filter[team]=b") == "2"
    assert total("without=team") == "4"
    assert total("filter[team]=a&without=team") == "5"


def test_rows_beyond_the_limit_are_announced_and_still_in_the_totals() -> None:
    for n in range(3):
        charge(team=f"t{n}", cost=Decimal(1))
    roll_up()
    answer = get(f"spend?{NOVEMBER}&group_by=team&limit=2")
    assert (len(answer["rows"]), answer["truncated"], answer["totals"]["cost"]) == (2, True, "3")


def test_times_are_widened_to_the_days_of_the_organisation() -> None:
    answer = get("spend?start=2026-11-02T10:00:00Z&end=2026-11-03T10:00:00+00:00")
    assert (answer["start"], answer["end"]) == ("2026-11-02", "2026-11-04")


def test_a_charge_tells_everything_about_itself() -> None:
    winner = charge(response_id="r1", customer="acme", user="u-1", session="s-1", team="a", flags=["clamped"])
    loser = charge(
        trace_id=winner.trace_id, span_id=-1, counted=False, uncounted_reason="duplicate",
        winner_trace_id=winner.trace_id, winner_span_id=winner.span_id, reasoning_tokens=None,
    )  # fmt: skip
    roll_up()
    items = get(f"charges?trace_id={winner.trace_id.hex}")["items"]
    found = {item["span_id"]: item for item in items}
    counted, other = found[f"{winner.span_id:016x}"], found["ffffffffffffffff"]
    assert counted["trace_id"] == winner.trace_id.hex
    assert dt.datetime.fromisoformat(counted["time"]) == NOON
    assert (counted["counted"], counted["uncounted_reason"]) == (True, None)
    assert (counted["customer"], counted["user"], counted["session"]) == ("acme", "u-1", "s-1")
    assert (counted["team"], counted["project"], counted["response_id"]) == ("a", "shop", "r1")
    assert (counted["input_tokens"], counted["cache_read_tokens"], counted["output_tokens"]) == (
        1000,
        200,
        100,
    )
    assert (counted["cost"], counted["currency"], counted["price_status"]) == ("0.0125", "USD", "priced")
    assert counted["cost_components"]["cache_read"] == "0.0005"
    assert (other["counted"], other["uncounted_reason"]) == (False, "duplicate")
    assert other["counted_instead"] == f"{winner.span_id:016x}"
    assert other["reasoning_tokens"] is None
    assert loser.trace_id == winner.trace_id


def test_a_charge_names_its_price() -> None:
    provider = PriceProvider.objects.create(name="openai", title="OpenAI")
    model = PricedModel.objects.create(
        provider=provider, name="gpt-4o", title="GPT", match={"equals": "gpt-4o"}
    )
    price = Price.objects.create(
        model=model,
        valid_from=dt.date(2026, 1, 1),
        source="catalogue",
        source_version="0.2.3",
        content_hash="x",
    )
    charge(price_id=price.pk)
    charge(**UNPRICED, time=NOON - dt.timedelta(1))
    roll_up()
    priced, unpriced = get("charges")["items"]
    assert priced["price"] == {"source": "catalogue", "version": "0.2.3", "valid_from": "2026-01-01"}
    assert (unpriced["price"], unpriced["cost"], unpriced["price_status"]) == (None, None, "unpriced")
    assert unpriced["price_reason"] == "unknown_model"


@pytest.mark.parametrize("endpoint", ["charges", "traces", "batches"])
def test_cursors_neither_skip_nor_repeat(endpoint: str) -> None:
    for n in range(7):
        time = NOON + dt.timedelta(seconds=n // 2)
        charge(time=time)
        trace(start_time=time)
        batch(item_count=n)
    roll_up()
    found, cursor, headers = [], "", key("admin")
    while True:
        page = get(f"{endpoint}?limit=2{cursor}", headers)
        found += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == get(f"{endpoint}?limit=1000", headers)["items"]
    assert len(found) == 7


def test_traces_are_found_by_name_id_error_and_dimension() -> None:
    wanted = trace(name="POST /refund", team="a", customer="acme", error_count=1, unpriced_count=1)
    trace(name="GET /health", team="b", start_time=NOON - dt.timedelta(hours=1))

    def names(query: str) -> list[str]:
        return [item["name"] for item in get(f"traces?{query}")["items"]]

    assert names("") == ["POST /refund", "GET /health"]
    for query in (
        "q=refund",
        f"q={wanted.hex}",
        "errors=true",
        "unpriced=true",
        "filter[team]=a",
        "without=journey&q=R",
    ):
        assert names(query)[:1] == ["POST /refund"]
    assert names("filter[customer]=acme") == ["POST /refund"]
    assert names("without=customer") == ["GET /health"]
    assert names("q=100%25") == []
    assert names("start=2026-11-14T11:30:00Z") == ["POST /refund"]


@pytest.mark.parametrize(
    ("path", "taught"),
    [
        ("spend?group_by=colour", "response_model"),
        ("spend?group_by=team,journey,service,agent,step", "at most 4"),
        ("spend?group_by=customer,user", "cannot be combined"),
        ("spend?interval=hour", "day, week, month"),
        ("spend?start=yesterday", "2026-11-01"),
        ("spend?start=2026-11-02&end=2026-11-02", "after start"),
        ("spend?filter[color]=x", "filter[team]"),
        ("spend?groupby=team", "group_by"),
        ("spend?limit=0", "1 to 10000"),
        ("spend?without=colour", "team"),
        ("spend?filter[team]=%00", "NUL"),
        ("charges?trace_id=xyz", "32 hexadecimal"),
        ("charges?counted=maybe", "true, false"),
        ("charges?cursor=abc", "Leave it out"),
        ("charges?start=2026-13-01", "2026-11-01"),
        ("traces?filter[response_model]=x", "filter[journey]"),
        ("batches?limit=99999999999999999999999", "1 to 1000"),
    ],
)
def test_a_bad_parameter_is_refused_and_the_error_teaches(path: str, taught: str) -> None:
    answer = get(path, status=400)
    assert answer["error"] == "bad_parameter"
    assert taught in answer["message"]


def test_month_to_date_is_what_spend_means_without_a_range() -> None:
    charge(time=timezone.now(), cost=Decimal(3))
    roll_up()
    answer = get("spend")
    assert answer["totals"]["cost"] == "3"
    assert answer["start"] == timezone.now().date().replace(day=1).isoformat()


def test_an_address_that_does_not_exist_names_those_that_do() -> None:
    assert "/api/v1/spend" in get("spends", status=404)["choices"]


def test_the_api_describes_itself_without_foreign_servers() -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert "http://" not in page and "https://" not in page
    described = Client().get("/api/v1/openapi.json").json()
    endpoints = [*ENDPOINTS, *OF_RULES, *OF_BUDGETS, *OF_SLOS, *OF_ANOMALIES, *OF_METRICS, *OF_ALERTS]
    assert set(described["paths"]) == {f"/api/v1/{endpoint}" for endpoint in endpoints}
    names = [parameter["name"] for parameter in described["paths"]["/api/v1/charges"]["get"]["parameters"]]
    assert {"trace_id", "start", "end", "counted", "cursor", "limit"} <= set(names)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_number_of_queries_does_not_grow_with_the_answer(
    endpoint: str, django_assert_max_num_queries: Any
) -> None:
    headers = key("admin")
    get(endpoint, headers)
    for n in range(20):
        charge(time=timezone.now(), team=f"t{n}")
        trace(name=f"n{n}")
    roll_up()
    with django_assert_max_num_queries(14):
        get(f"{endpoint}{'?group_by=team,customer' if endpoint == 'spend' else ''}", headers)


def test_the_documentation_names_every_endpoint_parameter_and_dimension() -> None:
    told = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    described = Client().get("/api/v1/openapi.json").json()["paths"]
    for path, methods in described.items():
        first = "get" if "get" in methods else next(iter(methods))
        assert f"{first.upper()} {path}" in told
        for parameter in methods[first]["parameters"]:
            assert f"`{parameter['name']}`" in told, (path, parameter["name"])
    for name in DIMENSIONS:
        assert f"`{name}`" in told
