"""`/api/v1/metrics`: names, series and points, of the projects that a key may see."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from finops.accounts.services import key_create
from finops.metrics.types import Kind
from finops.telemetry.types import Temporality
from tests.factories.metrics import point, series
from tests.factories.rollups import project

pytestmark = pytest.mark.django_db
MIDNIGHT = dt.datetime(2026, 11, 14, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
WAITING, TOKENS = "vllm:num_requests_waiting", "vllm:generation_tokens_total"
DAY = "start=2026-11-14&end=2026-11-15"


def get(path: str, scope: str = "admin", of: str = "shop", status: int = 200) -> Any:
    _, secret = key_create(project=project(of), scope=scope, actor="tests")
    answer = Client().get(f"/api/v1/metrics{path}", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == status, answer.content
    return answer.json()


def names(answer: Any) -> list[str]:
    return [item["name"] for item in answer["items"]]


def test_metrics_are_listed_by_name_with_what_is_known_of_them() -> None:
    series(TOKENS, Kind.COUNTER, unit="tokens")
    series(WAITING)
    counter, gauge = get("")["items"]
    assert (counter["name"], counter["kind"], counter["unit"]) == (TOKENS, "counter", "tokens")
    assert (gauge["name"], gauge["services"], gauge["series"], gauge["last_at"]) == (
        WAITING,
        ["vllm"],
        1,
        None,
    )


def test_a_page_goes_on_where_the_one_before_ended() -> None:
    for name in ("a", "b", "c"):
        series(name)
    first = get("?limit=2")
    assert names(first) == ["a", "b"]
    assert names(get(f"?limit=2&cursor={first['next']}")) == ["c"]


def test_a_read_key_sees_the_metrics_of_its_own_project_alone() -> None:
    for of, name in (("mine", "b.mine"), ("theirs", "a.theirs"), ("mine", "shared"), ("theirs", "shared")):
        key = series(name, in_project=of)
        point(key, MIDNIGHT + MINUTE, 1.0 if of == "mine" else 100.0)
    assert names(get("", "read", "mine")) == ["b.mine", "shared"]
    assert names(get("", "admin", "mine")) == ["a.theirs", "b.mine", "shared"]
    assert names(get("?q=THEIRS", "read", "mine")) == []
    get("/series?name=a.theirs", "read", "mine", status=404)
    get(f"/points?name=a.theirs&{DAY}", "read", "mine", status=404)
    assert [one["project"] for one in get("/series?name=shared", "read", "mine")["items"]] == ["mine"]
    (item,) = get(f"/points?name=shared&{DAY}", "read", "mine")["items"]
    assert item["measures"] == {"mean": 1, "least": 1, "most": 1}


def test_series_tell_what_they_differ_in_and_can_be_chosen_by_it() -> None:
    series(attributes={"model": "llama", "gpu": 1})
    series(attributes={"model": "qwen"}, service="other")
    assert len(get(f"/series?name={WAITING}")["items"]) == 2
    (one,) = get(f"/series?name={WAITING}&attribute[model]=llama")["items"]
    assert (one["service"], one["attributes"]) == ("vllm", {"model": "llama", "gpu": 1})
    assert one["temporality"] == "cumulative"


def test_points_are_told_by_group_and_interval_in_the_metrics_own_unit() -> None:
    for model, amount in (("llama", 900), ("qwen", 60)):
        key = series(
            TOKENS, Kind.COUNTER, attributes={"model": model}, temporality=Temporality.DELTA, unit="tokens"
        )
        point(key, MIDNIGHT + MINUTE, amount, start=MIDNIGHT)
    answer = get(f"/points?name={TOKENS}&{DAY}&group_by=attribute[model]")
    assert (answer["interval"], answer["unit"], answer["is_cut"]) == ("quarter_hour", "tokens", False)
    assert [(item["group"], item["start"]) for item in answer["items"]] == [
        ("llama", "2026-11-14T00:00:00Z"),
        ("qwen", "2026-11-14T00:00:00Z"),
    ]
    assert answer["items"][0]["measures"] == {"increase": 900, "rate": 1}


def test_what_cannot_be_used_is_refused_with_what_would_do() -> None:
    series(WAITING)
    assert "gauge" in get(f"/points?name={WAITING}&kind=counter", status=400)["message"]
    assert get("?limit=0", status=400)["parameter"] == "limit"
    assert get("/series?name=nothing", status=404)["error"] == "not_found"
    assert "is not a parameter" in get(f"/points?name={WAITING}&interval=day", status=400)["message"]
