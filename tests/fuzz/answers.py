"""What the receiver makes of a request, up to the rows it would store, and what holds for any bytes."""

import asyncio
from collections.abc import Coroutine, Iterator
from itertools import product
from struct import unpack_from
from typing import Any, NamedTuple

import orjson

from finops.prices.pricebook import PriceBook
from finops.telemetry.types import Signal
from ingest.auth import Sender
from ingest.errors import NotOtlp, TooLarge
from ingest.log_rows import LOG_COLUMNS
from ingest.metric_rows import POINT_COLUMNS
from ingest.pipeline import SMALL_JSON, Pipeline
from ingest.records import Policy
from ingest.rows import CHARGE_COLUMNS, SPAN_COLUMNS, Row
from ingest.submission import Submission

COLUMNS = Row(SPAN_COLUMNS, CHARGE_COLUMNS, LOG_COLUMNS, POINT_COLUMNS)
JSON_COLUMNS = {"dims", "attributes", "events", "links", "content", "body"}
TEXT_COLUMNS = {
    *("name", "operation", "provider", "request_model", "response_model", "response_id"),
    *("service_tier", "region", "price_reason", "event_name"),
}
MOST_BYTES = 8 * 1_048_576  # of one row; a span may be sent with 4 MiB


class Form(NamedTuple):
    """How a body is meant."""

    signal: Signal
    is_json: bool
    policy: Policy


FORMS = [Form(*form) for form in product(Signal, (False, True), Policy)]
SENDERS = {policy: Sender(1, policy, b"a key for pseudonyms") for policy in Policy}
PIPELINE = Pipeline(PriceBook(0, (), (), {}))


def answer(body: bytes, form: Form) -> list[Submission]:
    """What would be stored; nothing when the request is refused. Any other error is a crash."""
    try:
        threaded = form.is_json and len(body) > SMALL_JSON
        return asyncio.run(_portions(body, form)) if threaded else driven(_portions(body, form))
    except (NotOtlp, TooLarge):
        return []


async def _portions(body: bytes, form: Form) -> list[Submission]:
    prepared = PIPELINE.prepare(body, form.is_json, SENDERS[form.policy], form.signal)
    return [portion async for portion in prepared]


def driven(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that only ever gives others their turn."""
    while True:
        try:
            coroutine.send(None)
        except StopIteration as done:
            return done.value


def rows(portions: list[Submission]) -> list[Row]:
    """All rows of a request."""
    return [row for portion in portions for row in portion.rows]


def check(portions: list[Submission]) -> None:
    """AssertionError when Postgres would refuse a row, or when one is larger than any can be."""
    for row in rows(portions):
        for data, columns in zip(row, COLUMNS, strict=True):
            if data is not None:
                assert len(data) <= MOST_BYTES
                check_fields(dict(zip(columns, fields(data), strict=True)))
    for portion in portions:
        for one in (*portion.origins.values(), *portion.series.values()):
            check_json(one.attributes)
            check_json(one.dims)


def fields(data: bytes) -> Iterator[bytes | None]:
    """The fields of one row in binary COPY format."""
    (count,), position = unpack_from("!h", data), 2
    for _ in range(count):
        (length,) = unpack_from("!i", data, position)
        position += 4
        yield data[position : position + length] if length >= 0 else None
        position += max(length, 0)
    assert position == len(data)


def check_fields(row: dict[str, bytes | None]) -> None:
    """Texts are UTF-8 without NUL, JSON is JSON."""
    for name, data in row.items():
        if data is not None and name in TEXT_COLUMNS:
            assert "\x00" not in data.decode(), name
        if data is not None and name in JSON_COLUMNS:
            assert data[:1] == b"\x01", name
            check_json(data[1:])


def check_json(text: bytes) -> None:
    """JSON that jsonb takes: valid, without NUL."""
    orjson.loads(text)
    assert b"\\u0000" not in text.replace(b"\\\\", b"")
