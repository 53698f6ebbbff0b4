"""Services that send: what their calls leave out, in which libraries, and what to change."""

import re
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from finops.metrics.types import Kind
from tests.factories.metrics import series
from tests.factories.people import browser, person
from tests.factories.rollups import UNPRICED, charge, origin, roll_up

pytestmark = pytest.mark.django_db
NO_TOKENS = {"input_tokens": None, "output_tokens": None, **UNPRICED}


@pytest.fixture
def engineer() -> Client:
    return browser(person("engineer"))


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(page)).split())


def listed(client: Client) -> str:
    return client.get("/ingestion/services/").content.decode()


def one(client: Client, **asked: str) -> str:
    response = client.get(f"/ingestion/service/?{urlencode({'project': 'shop', **asked})}")
    assert response.status_code == 200
    return response.content.decode()


def call(**fields: object) -> None:
    charge(**{"service": "chat", "time": timezone.now(), **fields})


def test_every_service_tells_which_share_of_its_calls_says_what(engineer: Client) -> None:
    origin(service="chat", dialect="traceloop")
    for number in range(4):
        call(
            team="support",
            journey="refund" if number else None,
            customer="acme" if number > 1 else None,
            **({} if number else NO_TOKENS),
        )
    call(service="batch", team="data", journey="night", customer="acme")
    roll_up()
    page = listed(engineer)
    rows = {row.split("</a>")[0].rsplit(">", 1)[1]: text(row) for row in page.split("<tr>")[2:]}
    assert re.search(
        r"^chat without usage, price, journey, customer shop traceloop 4 .* 75 % 100 % 75 % 100 % 75 % 50 %",
        rows["chat"],
    )
    assert re.search(
        r"^batch shop told by its attributes 1 .* 100 % 100 % 100 % 100 % 100 % 100 %", rows["batch"]
    )
    assert "1 service of 2 leaves out something" in text(page)


def test_a_service_says_what_is_missing_and_how_its_dialect_is_mended(engineer: Client) -> None:
    origin(service="chat", dialect="vercel_ai", scope_name="ai", scope_version="")
    call(team="support", customer="acme")
    call(team="support", customer="acme", ttft_ns=10**9, **NO_TOKENS)
    roll_up()
    page = text(one(engineer, service="chat"))
    assert "2 calls" in page and "Not every call says its usage, price and journey" in page
    assert 'experimental_telemetry: { isEnabled: true, metadata: { journey: "refund" } }' in page
    assert 'stream_options={"include_usage": true}' in page
    assert "Customer, missing" not in page and "Journey, missing in 2 calls" in page
    assert "ai vercel_ai" in page


def test_an_old_release_is_told_from_which_one_on_more_is_said(engineer: Client) -> None:
    scope = "opentelemetry.instrumentation.openai"
    origin(origin_id=1, service="chat", dialect="traceloop", scope_name=scope, scope_version="0.9.1")
    origin(origin_id=2, service="chat", dialect="traceloop", scope_name=scope, scope_version="0.62.4")
    call(team="t", journey="j", customer="c", origin_id=2)
    roll_up()
    page = text(one(engineer, service="chat"))
    assert f"Upgrade {scope} 0.9.1: from 0.60 on" in page and f"Upgrade {scope} 0.62.4" not in page
    assert "They say all that the ledger needs to know." in page


def test_libraries_stand_with_what_their_own_calls_say(engineer: Client) -> None:
    origin(origin_id=1, service="chat", scope_name="openai", dialect="traceloop")
    origin(origin_id=2, service="chat", scope_name="langchain", dialect="openinference")
    origin(origin_id=3, service="chat", scope_name="fastapi", dialect="")
    call(origin_id=1)
    call(origin_id=2, counted=False, uncounted_reason="duplicate", **NO_TOKENS)
    call(origin_id=1, is_error=True)
    roll_up()
    rows = {
        name: text(row)
        for row in one(engineer, service="chat").split("<tr>")[2:]
        for name in [text(row).split()[0]]
    }
    assert re.search(r"1 100 % 100 %", rows["openai"])
    assert re.search(r"1 0 % 0 %", rows["langchain"])
    assert "no calls to models" in rows["fastapi"]


def test_a_service_without_calls_is_shown_and_an_unknown_one_is_not(engineer: Client) -> None:
    origin(service="web", dialect="")
    assert "none of it called a model" in text(one(engineer, service="web"))
    assert engineer.get("/ingestion/service/?project=shop&service=nobody").status_code == 404
    assert engineer.get("/ingestion/service/").status_code == 404
    assert engineer.get("/ingestion/service/?project=shop&service=a%00b").status_code == 400


def test_a_service_of_another_project_is_apart(engineer: Client) -> None:
    origin(service="chat")
    call(cost=Decimal(3))
    roll_up()
    assert "1 call for" in text(one(engineer, service="chat"))
    assert engineer.get("/ingestion/service/?project=other&service=chat").status_code == 404


def test_a_service_without_a_name_has_a_page_that_ingestion_links_to(engineer: Client) -> None:
    origin(service=None)
    call(service=None)
    roll_up()
    page = engineer.get("/ingestion/").content.decode()
    assert 'href="/ingestion/service/?project=shop"' in page and 'href="/ingestion/services/"' in page
    assert "Unnamed service" in text(one(engineer)) and "Unnamed service" in listed(engineer)
    assert re.search(r'<a href="/ingestion/"[^>]*aria-current', listed(engineer))


def test_a_service_that_counts_tokens_in_metrics_alone_is_told_what_to_change(engineer: Client) -> None:
    for service in ("silent", "chat"):
        series("gen_ai.client.token.usage", Kind.HISTOGRAM, service=service)
    series("vllm:generation_tokens", Kind.COUNTER, service="engine")
    call()
    roll_up()
    page = text(listed(engineer).split('id="metered"')[1])
    assert "1 service counts tokens in metrics and sends no call." in page
    assert "silent shop gen_ai.client.token.usage" in page and "OTEL_TRACES_EXPORTER=otlp" in page
    assert "chat shop" not in page and "engine" not in page
    assert "sends no call" in text(one(engineer, service="silent"))
    assert "OTEL_TRACES_EXPORTER" not in one(engineer, service="chat")
