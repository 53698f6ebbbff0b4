"""A story, sent through the receiver's decoder, normalisation and ownership."""

import time
from typing import NamedTuple

from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

from finops.ledger.ownership import Node, Observation, Verdict, resolve
from finops.ledger.ownership.family import model_family
from finops.ledger.ownership.forest import plant
from finops.prices.types import Usage
from ingest.calls_in_logs import as_span, stands_for_a_call
from ingest.decode import Decoder
from ingest.decode_log import decode_log
from ingest.normalise import CONTENT_READ, normalise, normalise_event
from ingest.records import LlmUsage, Normalised, OtlpSpan, Policy
from ingest.scopes import raw_scopes
from tests.emitters.described import Call, Emitter, Said, Story
from tests.factories.otlp import request, resource, scope
from tests.factories.otlp_logs import export_logs


class Judged(NamedTuple):
    """What became of one span."""

    span: OtlpSpan
    meant: Normalised
    verdict: Verdict | None  # None: it carries no charge


def judge(emitter: Emitter, story: Story) -> list[Judged]:
    """Every span of a story with what it means and whether it counts."""
    spans, meant = list[OtlpSpan](), list[Normalised]()
    for said in story.spans:
        found = heard(emitter, said)
        spans += found
        event = isinstance(said.message, LogRecord)
        meant += [normalise_event(one) if event else normalise(one) for one in found]
    charged = [index for index, one in enumerate(meant) if one.usage is not None]
    observed = [observation(spans[index], meant[index].usage) for index in charged]
    trees = {one.trace_id: plant(Node(s.span_id, s.parent_span_id) for s in spans) for one in spans}
    verdicts = dict(zip(charged, resolve(observed, trees), strict=True))
    return [Judged(spans[i], meant[i], verdicts.get(i)) for i in range(len(spans))]


def heard(emitter: Emitter, said: Said) -> list[OtlpSpan]:
    """What the receiver takes for a span."""
    name = said.scope or emitter.scope
    if isinstance(said.message, LogRecord):
        message = export_logs(
            said.message, scope_name=name, version=emitter.version, resource_attributes=emitter.resource
        )
        return calls_logged(message.SerializeToString())
    sent = scope(name, [said.message], version=emitter.version)
    return decoded(request(resource([sent], emitter.resource)).SerializeToString())


def calls_logged(body: bytes) -> list[OtlpSpan]:
    """The calls that a request's log records report."""
    decoder = Decoder(Policy.DROP, CONTENT_READ)
    logs = [
        decode_log(decoder, one, decoder.origin(raw), time.time_ns())
        for raw in raw_scopes(body)
        for one in raw.items
    ]
    return [as_span(one).span for one in logs if stands_for_a_call(one.log)]


def decoded(body: bytes) -> list[OtlpSpan]:
    """The spans of a request as the receiver decodes them when it may not keep content."""
    decoder = Decoder(Policy.DROP, CONTENT_READ)
    spans: list[OtlpSpan] = []
    for raw in raw_scopes(body):
        known = decoder.origin(raw)
        spans += [decoder.span(one, known, time.time_ns()).span for one in raw.items]
    return spans


def observation(span: OtlpSpan, found: LlmUsage) -> Observation:
    """A charge as ownership sees it."""
    usage = found.usage
    return Observation(
        span.trace_id,
        span.span_id,
        span.fingerprint,
        span.origin.scope_name,
        found.role,
        found.layer,
        found.is_error,
        found.billable,
        found.cumulative,
        usage.input_tokens,
        usage.output_tokens,
        (usage.cache_read_tokens is not None) + (usage.reasoning_tokens is not None),
        found.response_id,
        model_family(found.response_model or found.request_model),
        span.start_ns // 1000,
        span.end_ns // 1000,
    )


def call_of(found: LlmUsage) -> Call:
    """A usage record in the words of a story."""
    usage: Usage = found.usage
    return Call(
        input=usage.input_tokens,
        output=usage.output_tokens,
        read=usage.cache_read_tokens,
        write=usage.cache_write_tokens,
        write_1h=usage.cache_write_1h_tokens,
        reasoning=usage.reasoning_tokens,
        input_audio=usage.input_audio_tokens,
        output_audio=usage.output_audio_tokens,
        operation=found.operation,
        provider=found.provider,
        model=found.response_model,
        response_id=found.response_id,
        tier=found.service_tier,
        cost=None if found.cost_emitted is None else str(found.cost_emitted),
        first_token_ms=None if found.ttft_ns is None else found.ttft_ns / 1_000_000,
        cache_hit=found.cache_hit,
        flags=found.flags,
    )


def name_of(said: Said) -> str:
    """The name of a span or event."""
    return said.message.event_name if isinstance(said.message, LogRecord) else said.message.name
