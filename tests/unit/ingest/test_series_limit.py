"""A project may send so many series of metrics, and no more."""

from typing import Any

from finops.telemetry.types import Signal
from ingest.series_limit import ProjectSeries
from tests.factories.otlp_metrics import counter, export_metrics, point
from tests.factories.received import submissions


def test_new_series_have_room_until_there_are_too_many_and_stored_ones_always() -> None:
    series = ProjectSeries(3, [-5, 7])
    assert series.has_room(7) and series.has_room(-5)
    assert series.has_room(8)
    assert not series.has_room(9)
    assert series.has_room(8) and series.has_room(7)
    assert len(series) == 3


def test_a_refusal_says_how_many_there_may_be() -> None:
    refusal = ProjectSeries(1_000).refusal
    assert refusal.reason == "too_many_series" and "1,000 series" in str(refusal)


def test_points_of_series_beyond_the_limit_are_refused_and_their_neighbours_are_stored(settings: Any) -> None:
    settings.MAX_METRIC_SERIES = 2
    metric = counter("requests", *[point(number, {"id": str(number % 5)}) for number in range(10)])
    body = export_metrics(metric).SerializeToString()
    (made,) = submissions(body, Signal.METRICS, 1)
    assert (len(made.rows), len(made.series)) == (4, 2)
    assert [(one.reason, one.items) for one in made.rejected] == [("too_many_series", 6)]
