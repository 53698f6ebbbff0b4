"""OTLP/JSON becomes the same bytes that OTLP/protobuf carries."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ingest.errors import Malformed, Refusal
from ingest.json_otlp import raw_scopes_of_json
from ingest.scopes import RawScope, raw_scopes
from tests.factories import otlp
from tests.factories.otlp_json import as_json, json_body

FOLDERS = sorted(path.name for path in otlp.CORPUS.iterdir() if path.is_dir())


def scopes(request: Any) -> list[RawScope]:
    return list(raw_scopes_of_json(json.dumps(request).encode()))


def with_span(**changes: Any) -> dict[str, Any]:
    request = as_json(otlp.export(otlp.chat()))
    request["resourceSpans"][0]["scopeSpans"][0]["spans"][0].update(changes)
    return request


def refused(**changes: Any) -> str:
    (scope,) = scopes(with_span(**changes))
    assert scope.items == []
    return scope.refused[0].reason


def read(**changes: Any) -> Span:
    (scope,) = scopes(with_span(**changes))
    assert scope.refused == ()
    return Span.FromString(scope.items[0])


@pytest.mark.parametrize("folder", FOLDERS)
def test_recorded_requests_are_the_same_in_both_encodings(folder: str) -> None:
    for message in otlp.corpus_requests(folder):
        from_json = list(raw_scopes_of_json(json_body(message)))
        from_protobuf = list(raw_scopes(message.SerializeToString()))
        assert [one.items for one in from_json] == [one.items for one in from_protobuf]
        assert [one.resource for one in from_json] == [one.resource for one in from_protobuf]


def test_ids_are_hex_of_either_case_and_an_empty_parent_is_a_root() -> None:
    span = read(traceId="AB" * 16, spanId="cd" * 8, parentSpanId="")
    assert (span.trace_id, span.span_id, span.parent_span_id) == (b"\xab" * 16, b"\xcd" * 8, b"")


def test_base64_ids_are_refused_with_a_hint() -> None:
    assert refused(traceId="W47/95Dem0gT2fvJL1WQ==") == "bad_trace_id"
    assert refused(spanId=7) == "bad_span_id"


def test_numbers_may_be_text_and_enums_may_be_names() -> None:
    span = read(
        startTimeUnixNano=1_700_000_000_000_000_001,
        kind="SPAN_KIND_CLIENT",
        status={"code": "STATUS_CODE_ERROR"},
    )
    assert (span.start_time_unix_nano, span.kind, span.status.code) == (1_700_000_000_000_000_001, 3, 2)
    attribute = {"key": "n", "value": {"intValue": "9007199254740993"}}
    assert read(attributes=[attribute]).attributes[0].value.int_value == 9007199254740993


def test_special_doubles_become_text_that_no_one_mistakes_for_a_number() -> None:
    span = read(attributes=[{"key": "x", "value": {"doubleValue": "NaN"}}])
    assert span.attributes[0].value.string_value == "nan"


def test_common_mistakes_are_named() -> None:
    assert refused(attributes={"a": 1}) == "attributes_not_a_list"
    assert refused(trace_id="x") == "snake_case"
    assert refused(attributes=[{"key": "a", "value": "bare"}]) == "bad_value"
    assert refused(startTimeUnixNano="soon") == "malformed"
    assert refused(events="none") == "malformed"


def test_a_bad_span_leaves_its_neighbours() -> None:
    request = as_json(otlp.export(otlp.chat(span="a"), otlp.chat(span="b"), otlp.chat(span="c")))
    request["resourceSpans"][0]["scopeSpans"][0]["spans"][1]["traceId"] = "short"
    (scope,) = scopes(request)
    assert (len(scope.items), len(scope.refused)) == (2, 1)


def test_unknown_fields_are_ignored() -> None:
    assert read(somethingNew={"deep": [1]}).name == "chat gpt-4o-mini"


NOT_REQUESTS = [
    b"",
    b"nonsense",
    b"[]",
    b'{"resourceSpans": 3}',
    b'{"resourceSpans": [3]}',
    b'{"resourceSpans": [{"resource": 3}]}',
    b'{"resourceSpans": [{"scopeSpans": [{"spans": {}}]}]}',
    b'{"resourceSpans": [{"scopeSpans": [{"scope": 3, "spans": [{}]}]}]}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("body", NOT_REQUESTS)
def test_what_is_not_a_request_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        list(raw_scopes_of_json(body))


NAMES = [
    *("resourceSpans", "scopeSpans", "spans", "attributes", "key", "value", "intValue", "arrayValue"),
    *("values", "events", "links", "status", "kind", "name", "traceId", "spanId"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=20,
)


@given(JSON)
def test_hostile_json_never_does_worse_than_a_refusal(value: Any) -> None:
    for request in (
        value,
        {"resourceSpans": [{"scopeSpans": [{"spans": [value]}]}]},
        with_span(attributes=value),
    ):
        with contextlib.suppress(Malformed, Refusal):
            scopes(request)
