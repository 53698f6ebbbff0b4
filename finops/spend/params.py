"""From URL parameters to questions: pages, CSV and API share it.

Pages spell a filter `team=support`, the API `filter[team]=support`; both say `without=team` for what
has no team. Pages ask `from` and `to`, both included, as people do; the API asks `start` and `end`,
half-open, as programs do.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import QueryDict

from finops.core.date_range import asked_days
from finops.core.parameters import BadParameter, boolean, day, instant, one_of, plain_text, whole_number
from finops.core.periods import JANUARY, LAST_DAY, Days, Instants, day_start, preset
from finops.spend.comparison import Comparison, compared
from finops.spend.dimensions import DIMENSIONS, all_dimensions, dimension
from finops.spend.types import Filter, Interval, Measure

PAGE_FILTER, API_FILTER = "{}", "filter[{}]"
MAX_VALUES = 50
DEFAULT_PRESET = "month"


class Range(NamedTuple):
    """The days of a page and the preset they came from; empty for days chosen by hand."""

    days: Days
    preset: str
    fiscal_start: int = JANUARY  # the month quarters and years are counted from

    def compared(self, comparison: Comparison) -> Days | None:
        """The days to compare with; None for nothing."""
        return compared(self.days, comparison, preset=self.preset, fiscal_start=self.fiscal_start)


def filters(given: QueryDict, spelling: str, names: Iterable[str] | None = None) -> tuple[Filter, ...]:
    """The filters on these dimensions, or on all of them, in their order."""
    known = tuple(all_dimensions() if names is None else names)
    missing = {one_of("without", name, known) for name in given.getlist("without")}
    found = []
    for name in known:
        parameter = spelling.format(name)
        values = tuple(plain_text(parameter, value) for value in given.getlist(parameter) if value)
        if len(values) > MAX_VALUES:
            raise BadParameter(parameter, f"at most {MAX_VALUES} values.")
        if values or name in missing:
            found.append(Filter(name, values, name in missing))
    return tuple(found)


def group_by(given: QueryDict, *, most: int) -> tuple[str, ...]:
    """The dimensions to group by: repeated or separated by commas, each once."""
    names = [name.strip() for raw in given.getlist("group_by") for name in raw.split(",") if name.strip()]
    found = tuple(dict.fromkeys(dimension("group_by", name).name for name in names[: most + len(DIMENSIONS)]))
    if len(found) > most:
        raise BadParameter("group_by", f"at most {most} dimensions.")
    return found


def interval(given: QueryDict) -> Interval | None:
    """Day, week or month; None for one sum over the whole range."""
    raw = given.get("interval", "")
    return Interval(one_of("interval", raw, [str(known) for known in Interval])) if raw else None


def measure(given: QueryDict) -> Measure:
    """Cost, unless it says otherwise."""
    return Measure(one_of("measure", given.get("measure") or Measure.COST, [str(known) for known in Measure]))


def comparison(given: QueryDict) -> Comparison:
    """What a page compares its days with: those before, unless it says otherwise."""
    known = [str(one) for one in Comparison]
    return Comparison(one_of("compare", given.get("compare") or Comparison.PREVIOUS, known))


def page_range(
    given: QueryDict, today: dt.date, fiscal_start: int = JANUARY, *, default: str = DEFAULT_PRESET
) -> Range:
    """The days of a page: those of the preset `default` unless it says otherwise."""
    return Range(*asked_days(given, today, fiscal_start, default=default), fiscal_start)


def api_days(given: QueryDict, *, today: dt.date, zone: ZoneInfo) -> Days:
    """The days of the API's `start` and `end` (exclusive): month to date unless it says otherwise.

    A time is widened to the whole day it lies in, because spend is kept by day.
    """
    start = _api_day("start", given.get("start", ""), zone)
    end = _api_day("end", given.get("end", ""), zone, up=True)
    days = preset(DEFAULT_PRESET, today)
    if start is not None or end is not None:
        end = end or max(days.end, start or days.end)
        days = Days(start or (end - dt.timedelta(days=1)).replace(day=1), end)
    if days.start >= days.end:
        raise BadParameter("end", "must lie after start; the end itself is not part of the range.")
    return days


def _api_day(name: str, raw: str, zone: ZoneInfo, *, up: bool = False) -> dt.date | None:
    if not raw:
        return None
    if len(raw) == 10:
        return day(name, raw)
    local = instant(name, raw).astimezone(zone)
    cut = up and local.time() != dt.time()
    return local.date() + dt.timedelta(days=1 if cut else 0)


def api_instants(given: QueryDict, zone: ZoneInfo) -> Instants | None:
    """The time between `start` and `end` (exclusive); None when neither is given."""
    if not given.get("start") and not given.get("end"):
        return None
    start = _api_instant("start", given.get("start") or "2000-01-01", zone)
    end = _api_instant("end", given.get("end") or LAST_DAY.isoformat(), zone)
    if start >= end:
        raise BadParameter("end", "must lie after start; the end itself is not part of the range.")
    return Instants(start, end)


def _api_instant(name: str, raw: str, zone: ZoneInfo) -> dt.datetime:
    return day_start(day(name, raw), zone) if len(raw) == 10 else instant(name, raw)


def limit(given: QueryDict, *, default: int, maximum: int) -> int:
    """How many rows."""
    raw = given.get("limit", "")
    return whole_number("limit", raw, minimum=1, maximum=maximum) if raw else default


def flag(given: QueryDict, name: str) -> bool | None:
    """A flag; None when it is not given."""
    raw = given.get(name, "")
    return boolean(name, raw) if raw else None


def refuse_unknown(given: QueryDict, known: Iterable[str], dimensions: Iterable[str] | None = None) -> None:
    """A misspelt parameter must not silently widen the answer. `filter` stands for all filters."""
    allowed = list(known)
    if "filter" in allowed:
        allowed.remove("filter")
        allowed += [
            API_FILTER.format(name) for name in (all_dimensions() if dimensions is None else dimensions)
        ]
    for name in given:
        if name not in allowed:
            raise BadParameter(plain_text("parameter", name)[:60], "is not a parameter here.", allowed)
