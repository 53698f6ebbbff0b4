"""The data path of one request, in order. Read this first.

    bytes -> RawScope -> OtlpSpan -> LlmUsage -> PricedUsage -> Row -> (write.py) COPY -> commit -> 200

Log events that report a call take the same path as spans; other log records and metrics are stored as sent.

Every step takes and returns immutable records and is pure; only `write.py` touches the database.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import orjson
from django.conf import settings

from finops.ledger.types import ChargeSource
from finops.prices.pricebook import PriceBook
from finops.telemetry.types import Signal
from ingest.auth import Sender
from ingest.calls_in_logs import as_span, stands_for_a_call, trace_of
from ingest.cardinality import FLAG, ProjectValues
from ingest.custom_names import NO_CUSTOM, CustomNames
from ingest.decode import DecodedSpan, Decoder, KnownOrigin
from ingest.decode_log import decode_log
from ingest.decode_metric import decode_metric
from ingest.errors import ItemRefused, Malformed, NotOtlp
from ingest.json_otlp import raw_scopes_of_json
from ingest.log_rows import log_row
from ingest.meters import known_calls, meter_of
from ingest.metric_rows import point_row, series_row
from ingest.normalise import CONTENT_READ, dialect_of, layer_of, normalise, normalise_event
from ingest.price import price
from ingest.pseudonyms import pseudonymous, renamed
from ingest.records import LlmUsage, Policy, PricedUsage
from ingest.redaction import is_masked
from ingest.rows import row
from ingest.scopes import RawScope, raw_scopes
from ingest.series_limit import ProjectSeries
from ingest.submission import OriginRow, Submission

SERVICE, MODEL = "service", "model"
PORTION = 8_000  # rows of one request that are stored before the next ones are made
# Between two moments in which other requests get their turn: of items, of their bytes, and of points.
SLICE, SLICE_BYTES, SLICE_POINTS = 1_000, 65_536, 500
SMALL_JSON = 65_536  # bytes that are read at once; reading more is for a thread beside


class Request(NamedTuple):
    """What the steps know of the request at hand."""

    decoder: Decoder
    sender: Sender
    now_ns: int
    book: PriceBook
    values: ProjectValues
    series: ProjectSeries


class Pipeline:
    """Turns request bodies into submissions for the writer. One per process."""

    def __init__(self, book: PriceBook) -> None:
        self.book = book  # replaced when prices change
        self._beside = ThreadPoolExecutor(1, "json")  # one at a time: what JSON becomes takes memory
        self._custom = NO_CUSTOM
        self._decoders = {policy: Decoder(policy, CONTENT_READ) for policy in Policy}

    def allow(self, custom: CustomNames) -> None:
        """Read these custom dimensions from the next request on."""
        if custom != self._custom:
            self._custom = custom
            self._decoders = {policy: Decoder(policy, CONTENT_READ, custom) for policy in Policy}

    async def prepare(
        self,
        body: bytes,
        is_json: bool,
        sender: Sender,
        signal: Signal = Signal.TRACES,
        values: ProjectValues | None = None,
        series: ProjectSeries | None = None,
    ) -> AsyncIterator[Submission]:
        """Decode, normalise and price a body, in portions so that a large one never is in memory as rows.

        The caller stores each portion before it asks for the next. Raises NotOtlp or TooLarge.
        """
        portion = Submission(sender.project_id, signal, requests=1, byte_count=len(body))
        values = values or ProjectValues(settings.MAX_DIMENSION_VALUES)
        series = series or ProjectSeries(settings.MAX_METRIC_SERIES)
        decoder = self._decoders[sender.content_policy]
        request = Request(decoder, sender, time.time_ns(), self.book, values, series)
        take = TAKE[signal]
        try:
            async for raw in _raw_scopes(body, is_json, signal, self._beside):
                known = request.decoder.origin(raw)
                for refusal in raw.refused:
                    portion.refuse(refusal, known.origin.service)
                for items in slices(raw.items):
                    portion.origins.setdefault(known.origin.origin_id, origin_row(known, sender, values))
                    for _ in take(items, known, request, portion):
                        await asyncio.sleep(0)
                    portion.values |= values.take_new()
                    if len(portion.rows) >= PORTION:
                        yield portion
                        portion = Submission(sender.project_id, signal)
        except Malformed as error:
            raise NotOtlp(f"The body is not an OTLP {WORD[signal]} export request: {error}.") from error
        if portion.rows or portion.rejected:
            yield portion


async def _raw_scopes(
    body: bytes, is_json: bool, signal: Signal, beside: ThreadPoolExecutor
) -> AsyncIterator[RawScope]:
    if not is_json or len(body) <= SMALL_JSON:
        for raw in raw_scopes_of_json(body, signal) if is_json else raw_scopes(body):
            yield raw
        return
    loop, found = asyncio.get_running_loop(), raw_scopes_of_json(body, signal)
    while (one := await loop.run_in_executor(beside, next, found, None)) is not None:
        yield one


def slices(items: list[bytes]) -> Iterator[list[bytes]]:
    """The items in parts that do not take long."""
    first = size = 0
    for position, item in enumerate(items):
        if position > first and (size + len(item) > SLICE_BYTES or position - first == SLICE):
            yield items[first:position]
            first, size = position, 0
        size += len(item)
    if items:
        yield items[first:]


def take_spans(
    items: list[bytes], known: KnownOrigin, request: Request, submission: Submission
) -> Iterator[None]:
    """Spans become rows of `span` and, where they report usage, of `charge`."""
    # Step by step for all of them, not span by span: code that has just run runs faster.
    sent = list(_decoded(items, known, request, submission))
    decoded = [bounded(pseudonymous(one, request.sender), request.values) for one in sent]
    meant = [normalise(one.span) for one in decoded]
    for before, one, (role, usage) in zip(sent, decoded, meant, strict=True):
        submission.add(
            row(one, role, _priced(one, usage, request), request.sender.project_id),
            one.span.start_ns,
            one.span.trace_id,
        )
        if usage is not None:
            submission.calls.update(known_calls(before.span, usage, request.sender))
    yield


def take_logs(
    items: list[bytes], known: KnownOrigin, request: Request, submission: Submission
) -> Iterator[None]:
    """Log records become rows of `log_record`; those that report a call, the same as a span."""
    project_id = request.sender.project_id
    for raw in items:
        try:
            decoded = decode_log(request.decoder, raw, known, request.now_ns)
        except ItemRefused as refusal:
            submission.refuse(refusal, known.origin.service)
            continue
        log = decoded.log
        if stands_for_a_call(log):
            sent = as_span(decoded)
            event = bounded(pseudonymous(sent, request.sender), request.values)
            role, usage = normalise_event(event.span)
            if usage is not None:
                submission.calls.update(known_calls(sent.span, usage, request.sender))
                made = row(event, role, _priced(event, usage, request), project_id, ChargeSource.LOG)
                submission.add(made, event.span.start_ns, event.span.trace_id)
                continue
        dims = renamed(log.dims, request.sender)
        submission.add(log_row(decoded, trace_of(log), dims, project_id), log.time_ns, None)
    yield


def take_metrics(
    items: list[bytes], known: KnownOrigin, request: Request, submission: Submission
) -> Iterator[None]:
    """Points become rows of `metric_point`, their series rows of `metric_series`."""
    sender = request.sender

    def refuse(refusal: ItemRefused) -> None:
        submission.refuse(refusal, known.origin.service)

    for raw in items:
        try:
            for series, point in decode_metric(request.decoder, raw, known, request.now_ns, refuse):
                if not request.series.has_room(series.series_id):
                    refuse(request.series.refusal)
                    continue
                meter = meter_of(series, sender)
                dims = request.values.folded(renamed(series.dims, sender))
                submission.series[series.series_id] = series_row(series, meter and meter.meter_id, dims)
                charged_in = meter and meter.trace_at(point.time_ns)
                submission.add(point_row(series, point, sender.project_id), point.time_ns, charged_in)
                if len(submission.rows) % SLICE_POINTS == 0:
                    yield
        except ItemRefused as refusal:
            refuse(refusal)
    yield


TAKE = {Signal.TRACES: take_spans, Signal.METRICS: take_metrics, Signal.LOGS: take_logs}
WORD = {Signal.TRACES: "trace", Signal.METRICS: "metrics", Signal.LOGS: "logs"}


def _priced(one: DecodedSpan, usage: LlmUsage | None, request: Request) -> PricedUsage | None:
    if usage is None:
        return None
    if request.sender.content_policy is Policy.REDACT:
        usage = without_masked_id(usage)
    priced = price(usage, one.span.start_ns, request.book)
    asked = request.values.folded_value(MODEL, usage.request_model)
    answered = request.values.folded_value(MODEL, usage.response_model)
    if asked is usage.request_model and answered is usage.response_model:
        return priced
    return priced._replace(usage=usage._replace(request_model=asked, response_model=answered))


def _decoded(
    spans: list[bytes], known: KnownOrigin, request: Request, submission: Submission
) -> Iterator[DecodedSpan]:
    for raw in spans:
        try:
            yield request.decoder.span(raw, known, request.now_ns)
        except ItemRefused as refusal:
            submission.refuse(refusal, known.origin.service)


def without_masked_id(usage: LlmUsage) -> LlmUsage:
    """Calls are one call when their response ids are equal, which masks make them by accident."""
    return usage._replace(response_id=None) if is_masked(usage.response_id) else usage


def bounded(one: DecodedSpan, values: ProjectValues) -> DecodedSpan:
    """The span with *other* in the dimensions that have too many values."""
    dims = values.folded(one.span.dims)
    if dims is one.span.dims:
        return one
    flags = (*one.detail.flags, FLAG)
    return DecodedSpan(one.span._replace(dims=dims), one.detail._replace(flags=flags))


def origin_row(known: KnownOrigin, sender: Sender, values: ProjectValues) -> OriginRow:
    """The row of an origin, as the sender's content policy and the bounds of dimensions allow it."""
    origin = known.origin
    dims = values.folded(renamed(origin.dims, sender))
    return OriginRow(
        origin.origin_id,
        layer_of(origin),
        dims.get(SERVICE, origin.service),
        origin.scope_name,
        origin.scope_version,
        origin.schema_url,
        dialect_of(origin),
        known.attributes,
        orjson.dumps(dict(dims)),
    )
