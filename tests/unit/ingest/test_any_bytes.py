"""Any bytes are answered: stored or refused, never a crash, and what stands beside them is stored as ever."""

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finops.telemetry.types import Signal
from ingest.records import Policy
from tests.factories import otlp
from tests.factories.otlp_json import as_json
from tests.fuzz.answers import FORMS, Form, answer, check, rows
from tests.fuzz.neighbours import harmed, items_of
from tests.fuzz.seeds import Seed, mistakes, seeds

MOST_BYTES = 20_000  # of a request that is changed again and again
REFUSED = {"no ids", "1970", "2262", "the last nanosecond"}
INTERESTING = [
    *(b"\x00", b"\x7f", b"\x80", b"\xff" * 10, b"\x0a\x00", b"\x12\xff\xff\xff\xff\x0f", b"\xed\xa0\x80"),
    *(b"null", b"[]", b"{}", b'""', b"-1", b"1e999", b'"\\ud800"', b'"\\u0000"'),
    *(b"9" * 40, b"[" * 300, b'{"a":' * 300),
]


def strange(body: bytes, edits: list[tuple[str, float, float, bytes]]) -> bytes:
    """A body after some edits; places are shares of its length."""
    for edit, place, length, piece in edits:
        start = int(place * len(body))
        end = start + 1 + int(length * 64)
        if edit == "put":
            body = body[:start] + piece + body[start:]
        elif edit == "replace":
            body = body[:start] + piece + body[start + len(piece) :]
        elif edit == "take":
            body = body[:start] + body[end:]
        else:
            body = body[:start] + body[start:end] * 3 + body[end:]
    return body


SHARE = st.floats(0, 1, exclude_max=True)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["put", "replace", "take", "repeat"]),
        SHARE, SHARE,
        st.sampled_from(INTERESTING) | st.binary(min_size=1, max_size=8),
    ),
    max_size=6,
)  # fmt: skip
SMALL = st.deferred(
    lambda: st.sampled_from([seed for seed in seeds() if seed.message.ByteSize() < MOST_BYTES])
)
quietly = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@quietly
@given(st.binary(max_size=400), st.sampled_from(FORMS))
def test_random_bytes_are_answered(body: bytes, form: Form) -> None:
    check(answer(body, form))


@quietly
@given(SMALL, st.booleans(), st.sampled_from(Policy), EDITS)
def test_damaged_requests_are_answered_with_rows_that_postgres_takes(
    seed: Seed, is_json: bool, policy: Policy, edits: list[tuple[str, float, float, bytes]]
) -> None:
    form = Form(seed.signal, is_json, policy)
    check(answer(strange(seed.body(is_json), edits), form))


@quietly
@given(SMALL, st.booleans(), st.sampled_from(Policy), EDITS)
def test_a_damaged_item_harms_no_neighbour(
    seed: Seed, is_json: bool, policy: Policy, edits: list[tuple[str, float, float, bytes]]
) -> None:
    form = Form(seed.signal, is_json, policy)
    assert not harmed(strange(items_of(seed.message, is_json)[0], edits), form)


@pytest.mark.parametrize("is_json", [False, True], ids=["protobuf", "json"])
def test_a_mistake_is_stored_within_bounds_or_refused_and_harms_no_neighbour(is_json: bool) -> None:
    for name, span in mistakes():
        seed = Seed(name, Signal.TRACES, otlp.export(span))
        for policy in Policy:
            form = Form(seed.signal, is_json, policy)
            portions = answer(seed.body(is_json), form)
            check(portions)
            assert len(rows(portions)) == (name not in REFUSED), name
            assert sum(portion.rejected_count for portion in portions) == (name in REFUSED), name
            assert not harmed(items_of(seed.message, is_json)[0], form), name


@pytest.mark.parametrize("is_json", [False, True], ids=["protobuf", "json"])
def test_100_000_attributes_of_one_span_leave_a_small_row(is_json: bool) -> None:
    many, message = range(100_000), otlp.export(otlp.chat())
    if is_json:
        request = as_json(message)
        attributes = request["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["attributes"]
        attributes += [{"key": f"key.{number}", "value": {"intValue": number}} for number in many]
        body = orjson.dumps(request)
    else:
        message = otlp.export(otlp.chat(attributes={f"key.{number}": number for number in many}))
        body = message.SerializeToString()
    (row,) = rows(answer(body, Form(Signal.TRACES, is_json, Policy.KEEP)))
    assert row.span and len(row.span) < 64 * 1024
