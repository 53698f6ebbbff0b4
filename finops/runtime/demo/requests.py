"""Export requests of a day: what the libraries tell about every run, and a few spans nobody can store."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from finops.runtime.demo.canvas import Canvas, Drawn, Scope, pairs
from finops.runtime.demo.dialects import openinference, otel, pydantic_ai, traceloop, vercel
from finops.runtime.demo.journeys import BY_NAME
from finops.runtime.demo.records import Run
from finops.runtime.demo.scenario import SEED, nightly_trace_id, runs_of
from finops.runtime.demo.world import SERVICES

SPANS = 512  # of a request, as collectors send them
DIALECTS: Mapping[str, Callable[[Canvas], None]] = {
    "google_genai": otel.tell_google,
    "openinference": openinference.tell,
    "openinference_embeddings": openinference.tell_embeddings,
    "otel_genai": otel.tell_openai,
    "pydantic_ai": pydantic_ai.tell,
    "self_hosted": otel.tell_self_hosted,
    "traceloop_anthropic": traceloop.tell_anthropic,
    "traceloop_bedrock": traceloop.tell_bedrock,
    "vercel": vercel.tell,
}
BROKEN = "crm-bridge", "production", Scope("crm_bridge", "0.0.9")


class Request(NamedTuple):
    """One export request and how many spans it holds."""

    body: bytes
    spans: int


def day_runs(day: dt.date, until: dt.datetime) -> list[Run]:
    """What has happened on a day of a demo that ends at `until`."""
    end = int(until.timestamp() * 1_000_000_000)
    return [run for run in runs_of(day, until.date()) if run.end <= end]


def day_requests(day: dt.date, until: dt.datetime) -> Iterator[Request]:
    """A day as requests, in the order in which they have to be sent: the nightly run comes last."""
    runs = day_runs(day, until)
    last = [run for run in runs if run.trace_id == nightly_trace_id(day)]
    if not last:
        return
    drawn = broken_spans(day, last[0].start)
    for run in runs:
        if run is not last[0]:
            drawn += draw(run)
        if len(drawn) >= SPANS:
            yield request(drawn)
            drawn = []
    if drawn:
        yield request(drawn)
    yield request(draw(last[0]))


def draw(run: Run) -> list[Drawn]:
    """The spans of a run, as its service's libraries tell it."""
    canvas = Canvas(run)
    DIALECTS[BY_NAME[run.journey].dialect](canvas)
    return canvas.drawn


def broken_spans(day: dt.date, start: int) -> list[Drawn]:
    """What a badly written bridge sends: half a trace id, no span id, and times in milliseconds."""
    ids = blake2b(f"{SEED} {day} broken".encode(), digest_size=24).digest()
    trace_id, span_id = ids[:16], ids[16:]
    faulty = [Span(trace_id=trace_id[:8], span_id=span_id, start_time_unix_nano=start)]
    if day.toordinal() % 3 == 0:
        faulty.append(Span(trace_id=trace_id, span_id=bytes(8), start_time_unix_nano=start))
    if day.toordinal() % 7 == 0:
        faulty.append(Span(trace_id=trace_id, span_id=span_id, start_time_unix_nano=start // 1_000_000))
    for span in faulty:
        span.name = "sync contact"
        span.end_time_unix_nano = span.start_time_unix_nano + 1
    return [Drawn(*BROKEN, span) for span in faulty]


def request(drawn: Iterable[Drawn]) -> Request:
    """One request, its spans grouped by resource and scope."""
    grouped: dict[tuple[str, str], dict[Scope, list[Span]]] = {}
    count = 0
    for service, environment, scope, span in drawn:
        grouped.setdefault((service, environment), {}).setdefault(scope, []).append(span)
        count += 1
    message = ExportTraceServiceRequest(
        resource_spans=[
            ResourceSpans(
                resource=_resource(service, environment),
                scope_spans=[
                    ScopeSpans(
                        scope=InstrumentationScope(name=scope.name, version=scope.version), spans=spans
                    )
                    for scope, spans in scopes.items()
                ],
            )
            for (service, environment), scopes in grouped.items()
        ]
    )
    return Request(message.SerializeToString(), count)


def _resource(name: str, environment: str) -> Resource:
    service = SERVICES[name]
    stated = {
        "service.name": name,
        "service.version": service.version,
        "service.instance.id": blake2b(f"{name} {environment}".encode(), digest_size=8).hexdigest(),
        "deployment.environment.name": environment,
        "cloud.region": service.region,
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.language": service.language,
        "telemetry.sdk.version": service.sdk,
        "team": service.team,
    }
    return Resource(attributes=pairs(stated))
