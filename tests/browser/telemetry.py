"""What a small company sends in an hour: enough that every page has something to show, good and bad."""

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.factories.otlp import chat, event, export, span
from tests.factories.otlp_logs import export_logs, log
from tests.factories.otlp_metrics import export_metrics, gauge, point

LONG = "reconcile-the-invoices-of-all-subsidiaries-with-their-purchase-orders-and-explain-every-difference"
JOURNEYS = {
    "invoice-check": ("ledgers", "gpt-4o"),
    LONG: ("a-team-whose-name-is-much-longer-than-anybody-expected-it-to-be", "gpt-4o-mini"),
    "small-talk": (None, "a-model-without-any-price-2026-11-21-preview"),
}
CONVERSATION = {
    "gen_ai.input.messages": [
        {"role": "system", "parts": [{"type": "text", "content": "You check invoices. " * 80}]},
        {"role": "user", "parts": [{"type": "text", "content": "Is 2026-11-0815 paid?\n\nIt is urgent."}]},
    ],
    "gen_ai.output.messages": [
        {"role": "assistant", "parts": [
            {"type": "tool_call", "name": "look_up", "arguments": {"invoice": "2026-11-0815"}},
            {"type": "text", "content": "It was paid on Nov 19."},
        ]},
    ],
}  # fmt: skip


def company() -> list[ExportTraceServiceRequest]:
    """Runs of every journey, some of which fail, and a span that is refused."""
    runs = [run(name, number) for name in JOURNEYS for number in range(4)]
    refused = span("without a trace")
    refused.trace_id = b""
    return [*runs, export(refused, resource_attributes={"service.name": "lost-and-found"})]


def notes() -> ExportLogsServiceRequest:
    """What is logged in the first run: plain lines, an event with attributes, and a failure."""
    trace = "invoice-check 0"
    return export_logs(
        log("", {"http.route": "/invoice-check"}, body="The invoice is looked up.", trace=trace, at=200),
        log("invoice.checked", {"invoice.id": "2026-11-0815", "attempt": 1}, trace=trace, span="tool 0"),
        log("invoice.late", body=LONG, trace=trace, span="call 0", severity=17, at=1_500),
        resource_attributes={"service.name": "back-office"},
    )


def measured() -> ExportMetricsServiceRequest:
    """What an inference server of theirs measures."""
    waiting = [point(number, {"model_name": name}) for number, name in enumerate(("llama", LONG))]
    return export_metrics(gauge("vllm:num_requests_waiting", *waiting))


def run(journey: str, number: int) -> ExportTraceServiceRequest:
    """One run: a request, an agent, five rounds of a call and a tool; every fourth run fails."""
    trace, start = f"{journey} {number}", number * 60_000
    status = "error" if number == 3 else "unset"
    request, whose = f"POST /{journey}", owner(journey, number)
    spans = [
        span(request, whose, trace=trace, kind="server", status=status, start=start, end=start + 9_000),
        span("agent", trace=trace, parent=request, kind="internal", start=start + 10, end=start + 8_900),
    ]
    for turn in range(5):
        spans += round_of(trace, JOURNEYS[journey][1], turn, start + 100 + turn * 1_700, status)
    service = {"service.name": "back-office", "deployment.environment": "production"}
    return export(*spans, resource_attributes=service)


def owner(journey: str, number: int) -> dict[str, str]:
    """Whose a run is."""
    team, _ = JOURNEYS[journey]
    said = {
        "finops.journey": journey,
        "finops.customer": f"Customer {number} & Sons",
        "user.id": f"u-{number}",
    }
    return said | ({"finops.team": team} if team else {})


def round_of(trace: str, model: str, turn: int, begin: int, status: str) -> list[Span]:
    """A call of a model and the tool it asked for."""
    said = {"gen_ai.usage.cache_read.input_tokens": 1_000, **CONVERSATION}
    tool = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "look_up"}
    return [
        chat(
            4_000 + 900 * turn, 300, said, model=model, response_id=f"{trace} {turn}", trace=trace,
            span=f"call {turn}", parent="agent", start=begin, end=begin + 1_100,
            status=status if turn == 4 else "unset", message="timed out",
            events=[event("gen_ai.choice", {"index": turn}, at=begin + 1_000)],
        ),
        span(
            "execute_tool look_up", tool, trace=trace, span=f"tool {turn}", parent="agent", kind="internal",
            start=begin + 1_100, end=begin + 1_600,
        ),
    ]  # fmt: skip
