"""How soon a pushed span is in the trace list and in Spend."""

import datetime as dt
import json
import time
import urllib.request
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.factories.instance import Instance
from tests.performance.load import send
from tests.performance.payloads import Template

DEADLINE = 30.0  # seconds


def freshness(instance: Instance, target: str, key: str, probes: int) -> dict[str, Any]:
    """Push one trace at a time; seconds from its answer until the API shows it."""
    read = instance.key("read")
    web = instance.runtime["web"].rstrip("/")
    template = Template(99, 6)
    listed, spent = [], []
    for _ in range(probes):
        before = _calls(web, read)
        body = template.variant()
        trace_id = (
            ExportTraceServiceRequest.FromString(body)
            .resource_spans[0]
            .scope_spans[0]
            .spans[0]
            .trace_id.hex()
        )
        send(target, key, [body], connections=1)
        begin = time.monotonic()
        listed.append(_until(lambda trace_id=trace_id: _listed(web, read, trace_id), begin))
        spent.append(_until(lambda before=before: _calls(web, read) > before, begin))
    return {"trace_list_p95_s": _p95(listed), "spend_p95_s": _p95(spent), "probes": probes}


def _trace_id(body: bytes) -> str:
    request = ExportTraceServiceRequest.FromString(body)
    return request.resource_spans[0].scope_spans[0].spans[0].trace_id.hex()


def _get(web: str, key: str, path: str) -> Any:
    request = urllib.request.Request(f"{web}/api/v1/{path}", headers={"authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def _calls(web: str, key: str) -> int:
    """Calls in Spend, today and tomorrow."""
    today = dt.datetime.now(dt.UTC).date()
    rows = _get(web, key, f"spend?start={today - dt.timedelta(days=1)}&end={today + dt.timedelta(days=2)}")
    return sum(int(row["calls"]) for row in rows["rows"])


def _listed(web: str, key: str, trace_id: str) -> bool:
    return any(one["trace_id"] == trace_id for one in _get(web, key, "traces?limit=20")["items"])


def _until(condition: Any, begin: float) -> float:
    while not condition():
        assert time.monotonic() - begin < DEADLINE, "the span did not show up"
        time.sleep(0.02)
    return time.monotonic() - begin


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
