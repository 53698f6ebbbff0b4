"""The list of metrics: what arrives, from where, what it means, and how to send some."""

import datetime as dt
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from finops.metrics.types import Kind
from tests.factories.metrics import point, series
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def page(client: Client, **asked: str) -> str:
    answer = client.get(f"/metrics/?{urlencode(asked)}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', html)


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_without_metrics_it_says_how_to_send_some(engineer: Client) -> None:
    html = page(engineer)
    assert "No metric has arrived yet" in html
    assert (
        "OTEL_METRICS_EXPORTER=otlp" in html and "OTEL_EXPORTER_OTLP_ENDPOINT=http://testserver:4318" in html
    )
    assert "scrape_configs" in html and "dcgm-exporter:9400" in html


def test_a_metric_is_listed_once_with_its_services_series_and_last_point(engineer: Client) -> None:
    now = timezone.now()
    for service in ("b", "a"):
        point(series("vllm:num_requests_waiting", service=service), now - dt.timedelta(minutes=5), 1)
    series("quiet", service=None)
    html = page(engineer)
    assert names(html) == ["quiet", "vllm:num_requests_waiting"]
    assert "a, b 2 5 min" in text(html) and "Waiting requests" in html
    assert "— 1 —" in text(html)


def test_kinds_and_units_under_one_name_are_metrics_of_their_own(engineer: Client) -> None:
    series("size", unit="By")
    series("size", unit="MiB")
    series("size", Kind.COUNTER, unit="By")
    assert names(page(engineer)) == ["size"] * 3


def test_it_is_narrowed_by_a_part_of_the_name_and_by_service(engineer: Client) -> None:
    series("gen_ai.client.token.usage", Kind.HISTOGRAM, service="shop")
    series("sglang:token_usage", service="sglang")
    assert names(page(engineer, q="TOKEN")) == ["gen_ai.client.token.usage", "sglang:token_usage"]
    assert names(page(engineer, service="sglang")) == ["sglang:token_usage"]
    assert "No metric matches" in page(engineer, q="nothing")
    assert "No metric matches" in page(engineer, q="%")


def test_it_pages_without_a_gap(engineer: Client) -> None:
    for number in range(60):
        series(f"metric.{number:03}")
    first = page(engineer)
    older = re.search(r'href="\?(cursor=[^"]+)">Next metrics', first)
    assert older
    second = unescape(engineer.get(f"/metrics/?{older[1]}").content.decode())
    assert [*names(first), *names(second)] == [f"metric.{number:03}" for number in range(60)]
    assert "Next metrics" not in second


def test_it_asks_as_often_however_many_metrics_there_are(engineer: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page(engineer)
        return len(found)

    series("first")
    queries()
    few = queries()
    for number in range(40):
        series(f"metric.{number}")
    assert queries() == few <= 8


def test_a_cursor_from_elsewhere_is_refused(engineer: Client) -> None:
    assert engineer.get("/metrics/?cursor=nonsense").status_code == 400
