"""Spans come out of the wire format as the official messages say, and bad ones are refused alone."""

import contextlib
import time

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ingest.decode import DAY_NS, DecodedSpan, Decoder
from ingest.errors import ItemRefused, Malformed
from ingest.normalise import CONTENT_READ
from ingest.records import OtlpSpan, Policy
from ingest.scopes import raw_scopes
from tests.factories import otlp

NOW = otlp.nanoseconds(3_600_000)
FOLDERS = sorted(path.name for path in otlp.CORPUS.iterdir() if path.is_dir())


def decoded(body: bytes, now_ns: int = NOW) -> list[DecodedSpan]:
    decoder = Decoder(Policy.KEEP, CONTENT_READ)
    return [decoder.span(one, decoder.origin(raw), now_ns) for raw in raw_scopes(body) for one in raw.items]


def only(span: Span, now_ns: int = NOW) -> DecodedSpan:
    return decoded(otlp.export(span).SerializeToString(), now_ns)[0]


def refusal(span: Span, now_ns: int = NOW) -> str:
    with pytest.raises(ItemRefused) as caught:
        only(span, now_ns)
    return caught.value.reason


def comparable(span: OtlpSpan) -> tuple:
    """What the plain decoder of the tests computes too (hashes differ by design)."""
    origin = span.origin
    return (
        span._replace(origin=None, fingerprint=0, events=tuple(span.events), links=tuple(span.links)),
        origin._replace(origin_id=0),
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_recorded_requests_decode_as_the_official_messages_do(folder: str) -> None:
    for message in otlp.corpus_requests(folder):
        ours = [span for span, _ in decoded(message.SerializeToString(), time.time_ns() + 90 * DAY_NS)]
        assert [comparable(span) for span in ours] == [comparable(span) for span in otlp.records(message)]


def test_the_same_span_has_the_same_fingerprint_and_any_difference_changes_it() -> None:
    base = otlp.chat(10, 5)
    again, longer = only(otlp.chat(10, 5)).span, only(otlp.chat(10, 5, end=2000)).span
    assert only(base).span.fingerprint == again.fingerprint
    assert only(base).span.fingerprint != longer.fingerprint


def test_the_route_of_a_served_request_is_a_feature_and_that_of_a_called_api_is_not() -> None:
    def dims(kind: str) -> dict[str, str]:
        return dict(only(otlp.span("POST /refunds", {"http.route": "/refunds"}, kind=kind)).span.dims)

    assert dims("server") == {"feature_fallback": "/refunds"}
    assert dims("client") == {}


def test_another_scope_or_resource_changes_origin_and_fingerprint() -> None:
    one = decoded(otlp.export(otlp.chat(), scope_name="a").SerializeToString())[0].span
    other = decoded(otlp.export(otlp.chat(), scope_name="b").SerializeToString())[0].span
    moved = decoded(
        otlp.export(
            otlp.chat(), scope_name="a", resource_attributes={"service.name": "x"}
        ).SerializeToString()
    )[0].span
    assert len({one.origin.origin_id, other.origin.origin_id, moved.origin.origin_id}) == 3
    assert len({one.fingerprint, other.fingerprint, moved.fingerprint}) == 3


def test_content_is_kept_apart_from_attributes() -> None:
    _, detail = only(
        otlp.chat(
            attributes={"gen_ai.input.messages": "planted prompt", "server.address": "api.openai.com"},
            message="planted status",
            status="error",
            events=[
                otlp.event("exception", {"exception.message": "planted error", "exception.type": "Timeout"})
            ],
        )
    )
    assert b"planted" not in (detail.attributes or b"") + (detail.events or b"")
    assert orjson.loads(detail.attributes)["server.address"] == "api.openai.com"
    assert orjson.loads(detail.events)[0]["attributes"] == {"exception.type": "Timeout"}
    assert orjson.loads(detail.content) == {
        "gen_ai.input.messages": "planted prompt",
        "status_message": "planted status",
        "events": [{"name": "exception", "attributes": {"exception.message": "planted error"}}],
    }


def test_long_unknown_text_leaves_only_its_length_and_hash() -> None:
    _, detail = only(otlp.chat(attributes={"custom.blob": "secret " * 1000}))
    stored = orjson.loads(detail.attributes)["custom.blob"]
    assert stored["left_out_bytes"] == 7002
    assert b"secret" not in detail.attributes
    assert orjson.loads(detail.content)["custom.blob"].startswith("secret")


def test_a_user_known_by_mail_address_is_not_stored_as_an_attribute() -> None:
    span, detail = only(otlp.chat(attributes={"user.id": "ann@example.com"}))
    assert span.dims["user"] == "ann@example.com"
    assert b"ann@example.com" not in detail.attributes


def test_nul_characters_are_cleaned_everywhere() -> None:
    span, detail = only(otlp.chat(name="a\x00b", attributes={"k\x00ey": "v\x00al", "list": ["x\x00y"]}))
    assert span.name == "ab"
    assert orjson.loads(detail.attributes)["key"] == "val"
    assert orjson.loads(detail.attributes)["list"] == ["xy"]


def test_ids_of_the_wrong_length_or_all_zero_are_refused() -> None:
    for field, reason in (("trace_id", "bad_trace_id"), ("span_id", "bad_span_id")):
        for value in (b"", b"\x01\x02", bytes(16), bytes(8)):
            span = otlp.chat()
            setattr(span, field, value)
            assert refusal(span) == reason


def test_absurd_times_are_refused_with_a_hint() -> None:
    span = otlp.chat()
    span.start_time_unix_nano = 0
    assert refusal(span) == "no_start_time"
    span.start_time_unix_nano = NOW // 1_000_000
    assert refusal(span) == "too_old"
    span.start_time_unix_nano = NOW - 401 * DAY_NS
    assert refusal(span) == "too_old"
    span.start_time_unix_nano = NOW + DAY_NS + 10**9
    assert refusal(span) == "in_future"
    span.start_time_unix_nano, span.end_time_unix_nano = NOW, (1 << 64) - 1
    assert refusal(span) == "in_future"


def test_the_accepted_range_is_400_days_back_to_one_day_ahead() -> None:
    for start in (NOW - 400 * DAY_NS + 1, NOW + DAY_NS - 1):
        span = otlp.chat()
        span.start_time_unix_nano = span.end_time_unix_nano = start
        assert only(span).span.start_ns == start


def test_a_span_that_ends_before_it_starts_gets_no_duration_and_a_flag() -> None:
    span, detail = only(otlp.chat(start=1000, end=500))
    assert span.end_ns == span.start_ns
    assert "clock_skew" in detail.flags


def test_too_many_or_too_large_attributes_are_cut_and_marked() -> None:
    many = only(otlp.chat(attributes={f"k{i}": i for i in range(3000)}))
    assert "attributes_left_out" in many.detail.flags
    assert len(many.span.attributes) == 1000
    large = only(otlp.chat(attributes={"gen_ai.input.messages": "x" * 200_000, "list": ["y" * 50_000] * 3}))
    assert {"attribute_cut", "attribute_left_out"} <= set(large.detail.flags)
    assert large.span.attributes["gen_ai.usage.input_tokens"] == 100
    huge = only(otlp.chat(attributes={"blob": "z" * 1_000_000}))
    assert orjson.loads(huge.detail.attributes)["blob"]["left_out_bytes"] > 1_000_000


def test_a_span_over_four_mebibytes_is_refused() -> None:
    assert refusal(otlp.chat(attributes={"blob": "x" * (4 * 1_048_576)})) == "span_too_large"


def test_invalid_utf8_refuses_only_its_span() -> None:
    good, bad = otlp.chat(span="good"), otlp.chat(span="bad", name="chat NAMEHERE")
    body = (
        otlp.export(good, bad).SerializeToString().replace(b"NAMEHERE", b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe")
    )
    decoder = Decoder(Policy.KEEP)
    (raw,) = raw_scopes(body)
    assert decoder.span(raw.items[0], decoder.origin(raw), NOW).span.name == "chat gpt-4o-mini"
    with pytest.raises(ItemRefused, match="UTF-8"):
        decoder.span(raw.items[1], decoder.origin(raw), NOW)


def test_unknown_fields_are_ignored() -> None:
    unknown = b"\xf8\x3e\x07" + b"\xfa\x3e\x03abc" + b"\xfd\x3e\x01\x02\x03\x04" + b"\xf9\x3e" + b"12345678"
    body = otlp.export(otlp.chat()).SerializeToString() + unknown
    assert len(decoded(body)) == 1


def test_an_empty_request_holds_no_spans() -> None:
    assert decoded(b"") == []
    assert decoded(ExportTraceServiceRequest(resource_spans=[otlp.resource([])]).SerializeToString()) == []


@given(st.binary(max_size=300))
def test_random_bytes_never_do_worse_than_a_refusal(body: bytes) -> None:
    with contextlib.suppress(Malformed, ItemRefused):
        decoded(body)


@given(st.data())
def test_a_damaged_request_never_does_worse_than_a_refusal(data: st.DataObject) -> None:
    body = bytearray(otlp.corpus_requests("openai-v2")[0].SerializeToString())
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Malformed, ItemRefused):
        decoded(bytes(body))
