"""What stands on a chart besides its values: targets, notes, today, the names of lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from finops.core.charts import buckets as time
from finops.core.charts.buckets import Bucket
from finops.core.charts.types import NoteEntry
from finops.core.charts.words import plain

APART = 0.08  # of the height: names of lines that end close together are moved that far apart
LONGEST_NAME = 18
FEW = 8  # buckets wide enough for a word
NOW = {"week": "this week", "month": "this month", "day": "today"}


class Target(NamedTuple):
    """A line to stay under, or to reach: a budget, a plan."""

    label: str
    value: Decimal


class Note(NamedTuple):
    """Something that happened: a price change, a deployment, an anomaly; `href` shows it."""

    bucket: Bucket
    label: str
    href: str = ""


class LineEnd(NamedTuple):
    """Where a line ends, its name and its colour."""

    name: str
    colour: str
    height: float


Mark = dict[str, Any]


def target_marks(targets: Sequence[Target]) -> tuple[list[Mark], list[Mark]]:
    """Lines across the chart, and their names."""
    lines, names = [], []
    for target in targets:
        height = float(target.value)
        reach = {"xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height}
        lines.append({"type": "line", **reach, "line": {"color": "--ink", "width": 1.5, "dash": "dot"}})
        place = {"xref": "paper", "x": 0, "xanchor": "left", "y": height, "yanchor": "bottom"}
        names.append(_text(target.label, "--ink", **place))
    return lines, names


def note_marks(notes: Sequence[Note]) -> tuple[list[Mark], list[Mark]]:
    """A line and a flag at each moment at which something happened."""
    moments = [time.iso(bucket) for bucket in dict.fromkeys(note.bucket for note in notes)]
    lines = [
        {
            "type": "line",
            **{"yref": "paper", "x0": moment, "x1": moment, "y0": 0, "y1": 1},
            "line": {"color": "--watch", "width": 1, "dash": "dash"},
        }
        for moment in moments
    ]
    place = {"yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": "center"}
    return lines, [_text("▾", "--watch", x=moment, **place) for moment in moments]


def notes_by_bucket(notes: Sequence[Note]) -> dict[Bucket, str]:
    """All that happened in each bucket, in one line."""
    found: dict[Bucket, list[str]] = {}
    for note in notes:
        found.setdefault(note.bucket, []).append(note.label)
    return {bucket: "; ".join(labels) for bucket, labels in found.items()}


def note_entries(notes: Sequence[Note], interval: str) -> list[NoteEntry]:
    """The notes as a list beside the chart."""
    return [NoteEntry(time.label(note.bucket, interval), note.label, note.href) for note in notes]


def now_marks(buckets: Sequence[Bucket], interval: str, since: Bucket | None) -> list[Mark]:
    """The name of the bucket in which now lies, when it is shown."""
    current = [bucket for bucket in buckets if since and bucket <= since < time.end(bucket, interval)]
    if not current or len(buckets) == 1:
        return []
    cramped = len(buckets) > FEW and current[-1] == buckets[-1]  # the word would leave the chart
    place = {"x": time.iso(current[-1]), "xanchor": "right" if cramped else "center"}
    word = NOW.get(interval, "now")
    return [_text(word, "--ink-2", yref="paper", y=1, yanchor="bottom", **place)]


def end_marks(ends: Sequence[LineEnd], height: Mapping[str, Any]) -> list[Mark]:
    """The name of each line at its end, with a dot of its colour; `height` is the axis they stand on."""
    low, high = height["range"]
    ordered = sorted(ends, key=lambda one: -one.height)
    marks = []
    for end, place in zip(ordered, _spread([one.height for one in ordered], low, high), strict=True):
        at = {"xref": "paper", "x": 1, "xanchor": "left", "y": place, "yanchor": "middle"}
        marks += [_text("●", end.colour, **at), _text(_short(end.name), "--ink", xshift=12, **at)]
    return marks


def _spread(heights: Sequence[float], low: float, high: float) -> list[float]:
    """Falling heights, moved apart where they are close: down first, then up from the foot of the chart."""
    apart, found = APART * (high - low), list[float]()
    for height in heights:
        found.append(min(height, found[-1] - apart) if found else height)
    floor = low
    for place in reversed(range(len(found))):
        found[place] = max(found[place], floor)
        floor = found[place] + apart
    return found


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _text(text: str, colour: str, **place: Any) -> Mark:
    return {"text": plain(text), "showarrow": False, "font": {"color": colour, "size": 12}, **place}
