"""One metric: what is drawn by kind, grouped, filtered, and what is said of it."""

import csv
import datetime as dt
import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finops.metrics import reading, selectors
from finops.metrics.types import Kind
from finops.telemetry.types import Temporality
from tests.factories.metrics import point, series
from tests.factories.people import browser, person
from tests.factories.rollups import charge, roll_up

pytestmark = pytest.mark.django_db
DAY = "2026-11-14"
MIDNIGHT = dt.datetime(2026, 11, 14, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
WAITING = "vllm:num_requests_waiting"
TOKENS = "vllm:generation_tokens_total"


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def page(client: Client, name: str, status: int = 200, **asked: str) -> str:
    address = f"/metrics/metric/?{urlencode({'name': name, 'from': DAY, 'to': DAY, **asked})}"
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def drawn(html: str) -> dict[str, list[float | None]]:
    """The values of each line of the chart."""
    found = re.search(r'<script id="metric-chart-data" type="application/json">(.*?)</script>', html)
    assert found
    return {trace["name"]: trace["y"] for trace in json.loads(found[1])["data"]}


def table(html: str) -> list[list[str]]:
    """The rows below the chart."""
    body = html[html.index('id="whole"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", body)[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return [[" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def values(html: str, name: str = "") -> list[float]:
    return [value for value in drawn(html)[name] if value is not None]


def test_a_gauge_shows_its_mean_and_in_the_table_its_least_and_most(engineer: Client) -> None:
    key = series(WAITING)
    for minute, value in enumerate((1, 2, 6)):
        point(key, MIDNIGHT + minute * MINUTE, value)
    html = page(engineer, WAITING)
    assert values(html) == [3]
    assert table(html) == [["Together", "1", "3", "1", "6"]]
    assert values(page(engineer, WAITING, show="most")) == [6]
    assert "Waiting requests: Requests that wait for room" in html and "Not spend." in html


def test_without_days_the_page_is_about_the_last_24_hours(engineer: Client) -> None:
    key, now = series(WAITING), dt.datetime.now(dt.UTC)
    for hours, value in ((23, 2), (25, 100)):
        point(key, now - dt.timedelta(hours=hours), value)
    html = page(engineer, WAITING, **{"from": "", "to": ""})
    assert table(html) == [["Together", "1", "2", "2", "2"]]
    assert "Last 24 hours" in html
    assert table(page(engineer, WAITING, **{"from": "", "to": "", "range": "7d"})) != table(html)


def test_a_cumulative_counter_shows_what_it_grew_by_through_a_restart(engineer: Client) -> None:
    key = series(TOKENS, Kind.COUNTER)
    before, after = MIDNIGHT - 60 * MINUTE, MIDNIGHT + 40 * MINUTE
    point(key, MIDNIGHT - MINUTE, 1000, start=before)
    point(key, MIDNIGHT + 5 * MINUTE, 1010, start=before)
    point(key, MIDNIGHT + 20 * MINUTE, 1030, start=before)
    point(key, MIDNIGHT + 50 * MINUTE, 7, start=after)
    html = page(engineer, TOKENS)
    assert values(html) == [10, 20, 7]
    assert table(html) == [["Together", "1", "37", "0"]] or "37" in table(html)[0]
    assert values(page(engineer, TOKENS, show="rate"))[0] == pytest.approx(10 / 900)


def test_delta_points_add_up_to_the_same(engineer: Client) -> None:
    key = series(TOKENS, Kind.COUNTER, temporality=Temporality.DELTA)
    for minute, value in ((5, 10), (20, 15), (25, 5), (50, 7)):
        at = MIDNIGHT + minute * MINUTE
        point(key, at, value, start=at - MINUTE)
    assert values(page(engineer, TOKENS)) == [10, 20, 7]


def test_a_sum_that_can_fall_is_a_value_and_adds_up_over_series(engineer: Client) -> None:
    for value in (2, 3):
        key = series("queue.length", Kind.SUM)
        point(key, MIDNIGHT, value)
        point(key, MIDNIGHT + MINUTE, value + 2)
    assert values(page(engineer, "queue.length")) == [7]


def test_a_histogram_shows_percentiles_with_the_edges_of_their_bucket(engineer: Client) -> None:
    name, bounds = "gen_ai.client.operation.duration", [0.5, 1, 2]
    for temporality in (Temporality.DELTA, Temporality.CUMULATIVE):
        key = series(name, Kind.HISTOGRAM, unit="s", temporality=temporality)
        at = MIDNIGHT + MINUTE
        point(key, at, 45.0, start=MIDNIGHT, count=50, buckets={"bounds": bounds, "counts": [0, 45, 5, 0]})
    html = page(engineer, name)
    assert values(html) == [1_500_000_000]
    (row,) = table(html)
    assert row[:4] == ["Together", "2", "900 ms", "778 ms 500 ms to 1.0 s"]
    assert row[4:6] == ["1.5 s 1.0 s to 2.0 s", "1.9 s 1.0 s to 2.0 s"]
    assert row[6] == "100"


def test_exponential_histograms_of_two_scales_are_merged(engineer: Client) -> None:
    for scale, offset in ((1, 2), (0, 1)):  # both hold values between 2 and 4
        key = series("latency", Kind.EXPONENTIAL, temporality=Temporality.DELTA)
        sides = {"zero": {"count": 0, "threshold": 0}, "negative": {"offset": 0, "counts": []}}
        buckets = {"scale": scale, "positive": {"offset": offset, "counts": [4]}, **sides}
        point(key, MIDNIGHT + MINUTE, 12, start=MIDNIGHT, count=4, buckets=buckets)
    assert "2 to 4" in table(page(engineer, "latency"))[0][3]


def test_examples_lead_to_the_trace_they_were_measured_in(engineer: Client) -> None:
    key, trace = series("latency", Kind.HISTOGRAM, unit="s"), "0af7651916cd43dd8448eb211c80319c"
    stated = {"time_ns": -5_000_000_000, "value": 0.75, "trace_id": trace, "span_id": "", "attributes": {}}
    nowhere = {"time_ns": -(10**18), "value": 2.0, "trace_id": "", "span_id": "", "attributes": {}}
    point(key, MIDNIGHT + MINUTE, 1, start=MIDNIGHT, count=1, exemplars=[stated, nowhere])
    html = page(engineer, "latency")
    told = html[html.index('id="examples"') :]
    assert f"/traces/{key[0]}/{trace}/" in told
    assert "00:00:55" in told and "750" in told and told.count("<tr>") == 2


def test_a_summary_shows_its_mean(engineer: Client) -> None:
    key = series("rpc", Kind.SUMMARY, temporality=Temporality.UNSPECIFIED)
    point(key, MIDNIGHT + MINUTE, 20, start=MIDNIGHT, count=4, buckets={"quantiles": [[0.5, 4.0]]})
    assert values(page(engineer, "rpc")) == [5]


def test_series_are_told_apart_by_service_or_any_attribute(engineer: Client) -> None:
    for model, service in (("llama", "a"), ("qwen", "a"), ("qwen", "b")):
        point(series(WAITING, service=service, attributes={"model_name": model}), MIDNIGHT, 4)
    assert set(drawn(page(engineer, WAITING, group_by="service"))) == {"a", "b"}
    html = page(engineer, WAITING, group_by="attribute[model_name]")
    assert set(drawn(html)) == {"llama", "qwen"}
    assert "attribute%5Bmodel_name%5D=qwen" in html
    narrowed = page(engineer, WAITING, **{"attribute[model_name]": "qwen", "service": "b"})
    assert table(narrowed)[0][1] == "1" and "Remove model_name qwen" in narrowed


def test_beyond_ten_groups_the_rest_is_one(engineer: Client) -> None:
    for number in range(13):
        point(series(WAITING, attributes={"pod": f"pod-{number:02}"}), MIDNIGHT, 100 - number)
    html = page(engineer, WAITING, group_by="attribute[pod]")
    assert set(drawn(html)) == {f"pod-{number:02}" for number in range(10)} | {"Other"}
    assert values(html, "Other") == [89]
    assert table(html)[-1][:2] == ["Other", "3"]


def test_what_only_metrics_tell_is_said_not_to_be_in_spend(engineer: Client) -> None:
    name = "gen_ai.client.token.usage"
    charge(time=MIDNIGHT, service="seen")
    roll_up()
    for service in ("seen", "silent"):
        key = series(name, Kind.HISTOGRAM, unit="{token}", service=service)
        point(key, MIDNIGHT + MINUTE, 9, start=MIDNIGHT, count=1)
    html = page(engineer, name)
    assert "Not in spend: silent sent no span" in html
    assert "never added to spend" in html
    assert values(html) == [18]


def test_the_file_holds_every_measure_of_every_group(engineer: Client) -> None:
    point(series(WAITING, attributes={"model_name": "=llama"}), MIDNIGHT, 2.5)
    asked = {"name": WAITING, "from": DAY, "to": DAY, "group_by": "attribute[model_name]"}
    answer: Any = engineer.get(f"/metrics/metric.csv?{urlencode(asked)}")
    rows = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))
    assert rows == [
        ["start", "model_name", "mean", "least", "most"],
        ["2026-11-14T00:00:00+00:00", "'=llama", "2.5", "2.5", "2.5"],
    ]


def test_one_name_of_two_units_is_two_metrics(engineer: Client) -> None:
    point(series("size", unit="By"), MIDNIGHT, 1)
    point(series("size", unit="MiB"), MIDNIGHT, 2)
    html = page(engineer, "size", unit="MiB")
    assert values(html) == [2]
    assert 'aria-label="Kind and unit"' in html


def test_too_many_points_shorten_the_range_and_it_is_said(
    engineer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_POINTS", 10)
    key = series(TOKENS, Kind.COUNTER)
    for number in range(40):
        point(key, MIDNIGHT + number * 15 * MINUTE, number, start=MIDNIGHT - MINUTE)
    html = page(engineer, TOKENS)
    assert "more points than one page reads" in html
    assert values(html) == [1] * 10


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kind": "colour"}, "Choose from"),
        ({"unit": "furlong"}, "no such kind and unit"),
        ({"group_by": "model"}, "must be service or an attribute"),
        ({"show": "p95"}, "Choose from: mean, least, most"),
        ({"attribute[a]": "x\x00"}, "NUL"),
        ({"attribute[a]": "x" * 600}, "at most 512"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can(
    engineer: Client, asked: dict[str, str], says: str
) -> None:
    point(series(WAITING), MIDNIGHT, 1)
    assert says in page(engineer, WAITING, 400, **asked)


def test_a_metric_that_nobody_sent_is_not_found(engineer: Client) -> None:
    page(engineer, "nobody.sends.this", 404)


def test_hostile_names_and_values_are_only_text(engineer: Client) -> None:
    name = "a/b:c?<script>alert(1)</script>&x=%00"
    point(series(name, attributes={"<b>": "<i>x</i>", "n": 1.5, "list": [1, "a"]}), MIDNIGHT, 1e308)
    point(series(name, attributes={"n": 1}), MIDNIGHT, 1.7e308)
    for asked in ({}, {"group_by": "attribute[<b>]"}, {"group_by": "attribute[list]"}):
        answer = engineer.get(
            f"/metrics/metric/?{urlencode({'name': name, 'from': DAY, 'to': DAY, **asked})}"
        )
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content and b"<i>x" not in answer.content


def test_a_page_asks_as_often_however_many_series_there_are(engineer: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            page(engineer, WAITING, group_by="attribute[pod]")
        return len(found)

    point(series(WAITING, attributes={"pod": "0"}), MIDNIGHT, 1)
    queries()
    few = queries()
    for number in range(1, 30):
        point(series(WAITING, attributes={"pod": str(number)}), MIDNIGHT, 1)
    assert queries() == few <= 12
    assert selectors.MOST_SERIES >= 30
