"""Large requests give way: while one is decoded, others get their turn, and nothing of it is lost."""

import asyncio

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from finops.telemetry.types import Signal
from ingest.auth import Sender
from ingest.json_otlp import raw_scopes_of_json
from ingest.pipeline import SLICE, SLICE_BYTES, Pipeline, slices
from ingest.records import Policy
from tests.factories import otlp
from tests.factories.otlp_json import json_body
from tests.factories.otlp_metrics import export_metrics, gauge, point
from tests.factories.received import NO_PRICES, submissions

SENDER = Sender(1, Policy.DROP, b"a key for pseudonyms")
WIDE = {f"name-{number}": "value" for number in range(2_000)}


def turns(body: bytes, signal: Signal, *, is_json: bool) -> tuple[int, int]:
    """Rows that a request becomes, and how often something else could run meanwhile."""

    async def run() -> tuple[int, int]:
        count, done = 0, False

        async def others() -> None:
            nonlocal count
            while not done:
                count += 1
                await asyncio.sleep(0)

        beside = asyncio.create_task(others())
        rows = [len(one.rows) async for one in Pipeline(NO_PRICES).prepare(body, is_json, SENDER, signal)]
        done = True
        await beside
        return sum(rows), count

    return asyncio.run(run())


def test_a_slice_ends_by_number_or_by_size_and_holds_at_least_one() -> None:
    assert [len(part) for part in slices([b"x"] * (SLICE + 1))] == [SLICE, 1]
    half = b"x" * (SLICE_BYTES // 2)
    assert [len(part) for part in slices([half, half, half, half * 9, b"x"])] == [2, 1, 1, 1]
    assert list(slices([])) == []


@pytest.mark.parametrize("is_json", [True, False])
def test_heavy_spans_give_way_after_each_of_them(is_json: bool) -> None:
    message = otlp.export(*[otlp.span(f"span {number}", WIDE) for number in range(40)])
    body = json_body(message) if is_json else message.SerializeToString()
    rows, others = turns(body, Signal.TRACES, is_json=is_json)
    assert rows == 40
    assert others >= 20


def test_a_metric_of_many_points_gives_way_within() -> None:
    metric = gauge("queue", *[point(1.0, at=number) for number in range(5_000)])
    rows, others = turns(export_metrics(metric).SerializeToString(), Signal.METRICS, is_json=False)
    assert rows == 5_000
    assert others >= 10


def test_of_many_attributes_in_json_as_many_are_read_as_are_kept() -> None:
    (scope,) = raw_scopes_of_json(json_body(otlp.export(otlp.span(attributes=WIDE))))
    assert len(Span.FromString(scope.items[0]).attributes) == 1_001


def test_the_events_of_a_span_share_their_attributes_and_the_span_says_when_some_are_left_out() -> None:
    few = {f"few-{number}": 1 for number in range(600)}
    one = otlp.span(events=[otlp.event("first", few), otlp.event("second", few), otlp.event("third", few)])
    ((row,),) = [submissions(otlp.export(one).SerializeToString(), Signal.TRACES, 1)[0].rows]
    assert row.span is not None
    assert row.span.count(b"few-") == 1_000
    assert b"attributes_left_out" in row.span
