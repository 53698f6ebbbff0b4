"""A custom dimension from a stock exporter to a group of spend."""

import json
import urllib.request
from functools import cache
from itertools import count
from typing import Any

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from ingest.records import Policy
from tests.factories.receiver import Receiver
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes
CALL = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.usage.input_tokens": 1_000_000,
    "gen_ai.usage.output_tokens": 0,
}
SENT_AT_ONCE = 8  # so that some reach each process
GROUPED = "/api/v1/spend?start=2020-01-01&group_by=custom.{}"


@cache
def admin_key(receiver: Receiver) -> str:
    return receiver.make_key("admin")


def api(receiver: Receiver, address: str, given: Any = None, method: str | None = None) -> Any:
    request = urllib.request.Request(
        receiver.instance.runtime["web"].rstrip("/") + address,
        data=None if given is None else json.dumps(given).encode(),
        headers={"authorization": f"Bearer {admin_key(receiver)}", "content-type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def send(receiver: Receiver, resource: dict[str, str], root: dict[str, Any], call: dict[str, Any]) -> None:
    """One call below a root span, through the SDK and its exporter."""
    provider = TracerProvider(resource=Resource.create({"service.name": "shop", **resource}))
    exporter = OTLPSpanExporter(
        endpoint=f"{receiver.url}/v1/traces", headers={"authorization": f"Bearer {receiver.key}"}
    )
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("shop")
    with (
        tracer.start_as_current_span("POST /", attributes=root),
        tracer.start_as_current_span("chat", attributes=CALL | call),
    ):
        pass
    provider.shutdown()


def spent(receiver: Receiver, name: str, measure: str = "cost") -> dict[str | None, Any]:
    """USD, or calls, by value."""
    answer = api(receiver, f"{GROUPED.format(name)}&filter[project]={receiver.project}")
    return {row[f"custom.{name}"]: row[measure] for row in answer["rows"]}


def learnt(receiver: Receiver, name: str) -> None:
    """Wait until every process of the receiver reads the dimension."""
    attempts = count()

    def is_read() -> bool:
        attempt = f"attempt {next(attempts)}"
        for _ in range(SENT_AT_ONCE):
            send(receiver, {f"finops.{name}": attempt}, {}, {})
        receiver.settle()
        return spent(receiver, name, "calls").get(attempt) == SENT_AT_ONCE

    eventually(is_read, "reading a dimension")


def test_what_is_allowed_is_read_inherited_grouped_and_applied_to_history(
    receiver: Receiver, query: Any
) -> None:
    resource = {"acme.unit": "everyone"}
    send(receiver, resource, {"acme.unit": "loans"}, {"gen_ai.response.id": "before"})
    receiver.settle()
    api(receiver, "/api/v1/dimensions", {"name": "unit", "attributes": ["acme.unit"]})
    assert spent(receiver, "unit") == {None: "0.15"}
    learnt(receiver, "unit")
    send(receiver, resource, {}, {})
    send(receiver, resource, {"acme.unit": "cards"}, {})
    send(receiver, resource, {"acme.unit": "cards"}, {"metadata": '{"unit": "desk"}'})
    receiver.settle()
    found = spent(receiver, "unit")
    assert (found["everyone"], found["cards"], found["desk"]) == ("0.15", "0.15", "0.15")
    assert "loans" not in found
    today = query("SELECT (now() AT TIME ZONE 'UTC')::date::text")[0][0]
    changed = {"label": "Unit", "attributes": ["acme.unit"], "since": today}
    api(receiver, "/api/v1/dimensions/unit", changed, "PUT")
    eventually(lambda: spent(receiver, "unit").get("loans") == "0.15", "following history")
    assert None not in spent(receiver, "unit")
    charges = api(receiver, f"/api/v1/charges?filter[custom.unit]=desk&filter[project]={receiver.project}")
    assert [one["custom"] for one in charges["items"]] == [{"unit": "desk"}]
    assert api(receiver, "/api/v1/dimensions/unit", method="DELETE")["archived_at"]
    receiver.instance.run("verify_ledger")


def test_personal_data_in_it_becomes_a_pseudonym(receiver: Receiver, query: Any) -> None:
    receiver.set_content_policy(Policy.REDACT)
    api(receiver, "/api/v1/dimensions", {"name": "sponsor"})
    learnt(receiver, "sponsor")
    send(receiver, {}, {"sponsor": "ann@example.com"}, {})
    send(receiver, {}, {}, {"finops.sponsor": "bob@example.com"})
    send(receiver, {"sponsor": "cid@example.com"}, {}, {})
    receiver.settle()
    found = {value for value in spent(receiver, "sponsor") if value and value.startswith("sponsor-")}
    assert len(found) == 2
    for table in ("span", "origin", "dimension_set", "dimension_value"):
        assert query(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%%@example.com%%'") == [(0,)]
