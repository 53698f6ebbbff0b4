"""From the bytes of spans to records, one by one; resources and scopes for all signals.

Protocol: https://opentelemetry.io/docs/specs/otlp/ . A request whose framing is broken is refused
whole (`Malformed`); a span that cannot be stored is refused alone (`ItemRefused`).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import orjson
from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from xxhash import xxh3_64_intdigest

from finops.attribution.custom import PREFIX
from ingest import wire
from ingest.attributes import LEFT_OUT, MAX_ATTRIBUTES, NOTHING, AttributeReader, Attributes, clean
from ingest.custom_names import NO_CUSTOM, CustomNames
from ingest.dimensions import resource_dims, with_route
from ingest.errors import ItemRefused, Malformed, TooLarge
from ingest.records import Origin, OtlpSpan, Policy, SpanEvent, SpanLink
from ingest.redaction import redacted
from ingest.scopes import RawScope

MAX_SPAN_BYTES = 4 * 1024 * 1024
MAX_ENVELOPE_BYTES = 256 * 1024  # a resource or a scope
MAX_EVENTS = MAX_LINKS = 128  # per span, as SDKs do by default; events share 1,000 attributes
MAX_NAME = 512  # characters
MAX_MESSAGE = 4096  # characters of a status
DAY_NS = 86_400 * 10**9
OLDEST_NS, NEWEST_NS = 400 * DAY_NS, DAY_NS  # before and after now
ORIGIN_CACHE = 2_000
SERVER = Span.SPAN_KIND_SERVER
NO_TRACE, NO_SPAN = bytes(16), bytes(8)
Part = TypeVar("Part", Span.Event, Span.Link)


class KnownOrigin(NamedTuple):
    """An origin, its JSON and the seed of its spans' fingerprints."""

    origin: Origin
    attributes: bytes  # JSON object of the resource and scope attributes that are not content
    seed: int


class SpanDetail(NamedTuple):
    """What is stored of a span besides its typed columns. JSON as bytes; None: nothing."""

    attributes: bytes | None
    events: bytes | None
    links: bytes | None
    content: bytes | None  # None under policy drop
    flags: tuple[str, ...]


class DecodedSpan(NamedTuple):
    """A span and its stored detail."""

    span: OtlpSpan
    detail: SpanDetail


class Decoder:
    """Turns bytes into records, remembering origins and attributes. One per process and content policy."""

    def __init__(
        self, policy: Policy, content_read: frozenset[str] = frozenset(), custom: CustomNames = NO_CUSTOM
    ) -> None:
        self._custom = custom
        self.keeps_content = policy is not Policy.DROP
        self.text = clean_and_redacted if policy is Policy.REDACT else clean
        self.attributes = AttributeReader(
            keep_content=self.keeps_content,
            redact=policy is Policy.REDACT,
            content_read=content_read,
            custom=custom,
        )
        self._origins: dict[tuple[bytes, bytes, bytes], KnownOrigin] = {}

    def origin(self, raw: RawScope) -> KnownOrigin:
        """The origin of these spans. Raises Malformed."""
        key = (raw.resource, raw.scope, raw.schema_url)
        known = self._origins.get(key)
        if known is None:
            known = self._read_origin(raw)
            if len(self._origins) >= ORIGIN_CACHE:
                self._origins.clear()
            self._origins[key] = known
        return known

    def span(self, raw: bytes, known: KnownOrigin, now_ns: int) -> DecodedSpan:
        """Decode and check one span. Raises ItemRefused."""
        if len(raw) > MAX_SPAN_BYTES:
            raise ItemRefused("span_too_large", f"the span has {len(raw):,} bytes; the limit is 4 MiB")
        try:
            message = wire.LazySpan.FromString(raw)
        except DecodeError:
            raise ItemRefused("malformed", "the span is not valid protobuf or UTF-8") from None
        trace_id, span_id, parent = message.trace_id, message.span_id, message.parent_span_id
        start, end = message.start_time_unix_nano, message.end_time_unix_nano
        if len(trace_id) != 16 or len(span_id) != 8 or trace_id == NO_TRACE or span_id == NO_SPAN:
            raise bad_ids(trace_id, span_id)
        if not now_ns - OLDEST_NS <= start <= now_ns + NEWEST_NS or end > now_ns + NEWEST_NS:
            raise bad_times(start, now_ns)
        attributes = self.attributes.read(message.attributes[:])
        kind = message.kind if 0 <= message.kind <= 5 else 0
        dims = with_route(attributes.dims, attributes.values) if kind == SERVER else attributes.dims
        events = self._events(message.events) if message.events else ()
        links = self._links(message.links) if message.links else ()
        status, status_message = self._status(message.status) if message.status else (0, "")
        parent_id = int.from_bytes(parent, "big", signed=True) if len(parent) == 8 else 0
        span = OtlpSpan(
            trace_id,
            int.from_bytes(span_id, "big", signed=True),
            parent_id or None,
            signed(xxh3_64_intdigest(raw, known.seed)),
            start,
            end if end > start else start,
            self.text(message.name)[:MAX_NAME],
            kind,
            status,
            status_message,
            attributes.values,
            tuple([event for event, _ in events]) if events else (),
            tuple([link for link, _ in links]) if links else (),
            message.dropped_attributes_count,
            dims,
            known.origin,
        )
        return DecodedSpan(span, _detail(span, end, attributes, events, links, self.keeps_content))

    def _events(self, raws: list[bytes]) -> tuple[tuple[SpanEvent, Attributes], ...]:
        found, room = [], MAX_ATTRIBUTES
        for raw in raws[:MAX_EVENTS]:
            event = _parsed(Span.Event, raw)
            attributes = self.attributes.read(serialized(event.attributes[:room]))
            if len(event.attributes) > room:
                attributes = attributes._replace(flags=(LEFT_OUT,))
            room -= min(room, len(event.attributes))
            name = self.text(event.name)[:MAX_NAME]
            found.append((SpanEvent(name, event.time_unix_nano, attributes.values), attributes))
        return tuple(found)

    def _links(self, raws: list[bytes]) -> tuple[tuple[SpanLink, Attributes], ...]:
        found = []
        for raw in raws[:MAX_LINKS]:
            link = _parsed(Span.Link, raw)
            attributes = self.attributes.read(serialized(link.attributes))
            found.append((SpanLink(link.trace_id, link.span_id, attributes.values), attributes))
        return tuple(found)

    def _status(self, raw: bytes) -> tuple[int, str]:
        try:
            status = Status.FromString(raw)
        except DecodeError:
            raise ItemRefused("malformed", "the status is not valid protobuf or UTF-8") from None
        return (status.code if 0 <= status.code <= 2 else 0), self.text(status.message)[:MAX_MESSAGE]

    def _read_origin(self, raw: RawScope) -> KnownOrigin:
        if len(raw.resource) > MAX_ENVELOPE_BYTES or len(raw.scope) > MAX_ENVELOPE_BYTES:
            raise TooLarge("A resource or scope may have 256 KiB.")
        try:
            resource = Resource.FromString(raw.resource)
            scope = InstrumentationScope.FromString(raw.scope)
            schema_url = self.text(raw.schema_url.decode())[:MAX_NAME]
            of_resource = self.attributes.read(serialized(resource.attributes))
            of_scope = self.attributes.read(serialized(scope.attributes))
        except (DecodeError, UnicodeDecodeError, ItemRefused):
            raise Malformed("a resource or scope is not valid protobuf or UTF-8") from None
        seed = xxh3_64_intdigest(b"\x00".join((raw.resource, raw.scope, raw.schema_url)))
        dims = {**resource_dims(of_resource.values, self._custom), **of_scope.dims}
        origin = Origin(
            _origin_id(seed, dims), self.text(dims["service"]) if "service" in dims else None,
            self.text(scope.name)[:MAX_NAME], self.text(scope.version)[:MAX_NAME], schema_url,
            of_resource.values, of_scope.values, dims,
        )  # fmt: skip
        stored = b'{"resource":%s,"scope":%s}' % (of_resource.stored or b"{}", of_scope.stored or b"{}")
        return KnownOrigin(origin, stored, seed)


def _origin_id(seed: int, dims: Mapping[str, str]) -> int:
    """An origin of its own where custom dimensions are stated: the one of before they were allowed stays."""
    custom = {name: value for name, value in dims.items() if name.startswith(PREFIX)}
    if not custom:
        return signed(seed)
    return signed(xxh3_64_intdigest(orjson.dumps(custom, option=orjson.OPT_SORT_KEYS), seed))


def clean_and_redacted(text: str) -> str:
    """Text that Postgres stores, without what looks secret or personal."""
    return redacted(clean(text))


def signed(number: int) -> int:
    """An unsigned 64-bit hash as Postgres' signed bigint."""
    return number - (1 << 64) if number >> 63 else number


def bad_ids(trace_id: bytes, span_id: bytes) -> ItemRefused:
    """Why these ids are refused."""
    if len(trace_id) != 16 or trace_id == NO_TRACE:
        return ItemRefused(
            "bad_trace_id", f"a trace id has 16 bytes that are not all zero, not {len(trace_id)}"
        )
    return ItemRefused("bad_span_id", f"a span id has 8 bytes that are not all zero, not {len(span_id)}")


def bad_times(start: int, now_ns: int, what: str = "span") -> ItemRefused:
    """Why these times are refused: a start outside 400 days back to one day ahead, or an end beyond."""
    if not start:
        return ItemRefused("no_start_time", f"the {what} has no time")
    if start < now_ns - OLDEST_NS:
        unit = "; is it in milli- or microseconds? OTLP wants nanoseconds" if start < now_ns // 100 else ""
        return ItemRefused("too_old", f"the {what} is more than 400 days old{unit}")
    return ItemRefused("in_future", f"the {what} is more than one day in the future: check the clock")


def _parsed(kind: type[Part], raw: bytes) -> Part:
    try:
        return kind.FromString(raw)
    except DecodeError:
        raise ItemRefused("malformed", "an event or link is not valid protobuf or UTF-8") from None


def serialized(attributes: Iterable[KeyValue]) -> list[bytes]:
    """Attributes as the reader takes them."""
    return [pair.SerializeToString() for pair in attributes]


def _detail(
    span: OtlpSpan,
    end: int,
    attributes: Attributes,
    events: tuple[tuple[SpanEvent, Attributes], ...],
    links: tuple[tuple[SpanLink, Attributes], ...],
    keep: bool,
) -> SpanDetail:
    _, stored, content, _, flags = attributes
    if 0 < end < span.start_ns:
        flags += ("clock_skew",)
    if span.dropped_attributes:
        flags += ("sdk_dropped_attributes",)
    if LEFT_OUT not in flags and any(LEFT_OUT in read.flags for _, read in events):
        flags += (LEFT_OUT,)
    if keep and (span.status_message or events):
        content = _content(attributes, span.status_message, events)
    return SpanDetail(
        stored,
        _events_json(span.start_ns, events) if events else None,
        _links_json(links) if links else None,
        content,
        flags,
    )


def _content(
    attributes: Attributes, status_message: str, events: tuple[tuple[SpanEvent, Attributes], ...]
) -> bytes:
    """Attribute contents, with `status_message` and `events` beside them."""
    members = [attributes.content[1:-1]] if attributes.content else []
    if status_message:
        members.append(b'"status_message":' + orjson.dumps(status_message))
    if any(read.content for _, read in events):
        bodies = [
            b'{"name":%s,"attributes":%s}' % (orjson.dumps(event.name), read.content)
            for event, read in events
            if read.content
        ]
        members.append(b'"events":[' + b",".join(bodies) + b"]")
    return b"{" + b",".join(members) + b"}"


def _events_json(start_ns: int, events: tuple[tuple[SpanEvent, Attributes], ...]) -> bytes:
    return b"[" + b",".join(
        b'{"name":%s,"time_ns":%d,"attributes":%s}'
        % (orjson.dumps(event.name), event.time_ns - start_ns, (read or NOTHING).stored or b"{}")
        for event, read in events
    ) + b"]"  # fmt: skip


def _links_json(links: tuple[tuple[SpanLink, Attributes], ...]) -> bytes:
    return b"[" + b",".join(
        b'{"trace_id":"%s","span_id":"%s","attributes":%s}'
        % (link.trace_id.hex().encode(), link.span_id.hex().encode(), read.stored or b"{}")
        for link, read in links
    ) + b"]"  # fmt: skip
