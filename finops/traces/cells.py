"""The rows of the list of traces. Pure but for the names of the URLs.

Not a template: a page has hundreds of cells, and a template takes several times as long for them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from finops.core.formatting import DASH
from finops.core.templatetags.format import count, counted, duration, moment, money, tokens
from finops.spend.links import Chip
from finops.traces.types import TraceRow

MODELS = 2  # as many are named
NAME = '<th scope="row"><div><a href="{}" title="{}">{}</a>{}{}</div><div class="quiet">{} · {}</div></th>'
FAILED = ' <span class="tag bad">{} failed</span>'
NO_ROOT = SafeString(' <span class="tag" title="The root span has not arrived">no root</span>')
OWNER = '<a href="{}" title="{}: {}">{}</a>'
NOBODY = SafeString('<span class="unattributed">Unattributed</span>')
USER = '<div class="quiet" title="{}">{}</div>'
CALLS = '<td class="num extra calls">{}<br><span class="quiet"{}>{}</span></td>'
COST = '<td class="num"><a href="{}">{}</a>{}</td>'
UNPRICED = '<br><span class="tag watch">{} unpriced</span>'
NOTHING = SafeString()


class Line(NamedTuple):
    """A trace, and the values of it that the list can be narrowed to."""

    trace: TraceRow
    owners: Sequence[Chip]


def row(line: Line, columns: Collection[str]) -> SafeString:
    """The row of a trace, of the optional cells those among `columns`."""
    trace = line.trace
    url = reverse("trace", args=[trace.project_id, trace.trace_id])
    optional = [cell(line) for name, cell in OPTIONAL.items() if name in columns]
    took = format_html('<td class="num">{}</td>', duration(trace.duration_ns))
    return SafeString("".join(["<tr>", _name(trace, url), *optional, took, _cost(trace, url), "</tr>\n"]))


def _name(trace: TraceRow, url: str) -> SafeString:
    failed = format_html(FAILED, count(trace.error_count)) if trace.error_count else NOTHING
    root = NOTHING if trace.has_root else NO_ROOT
    service = DASH if trace.service is None else trace.service
    name = trace.name or "unnamed"
    return format_html(NAME, url, trace.name, name, failed, root, moment(trace.start_time), service)


def _cost(trace: TraceRow, url: str) -> SafeString:
    mark = format_html(UNPRICED, count(trace.unpriced_count)) if trace.unpriced_count else NOTHING
    return format_html(COST, url, money(trace.known_cost), mark)


def _whose(line: Line) -> SafeString:
    owners = format_html_join(
        " · ", OWNER, ((one.url, one.label, one.value, one.value) for one in line.owners)
    )
    user = line.trace.end_user
    named = format_html(USER, user, user) if user else NOTHING
    return format_html('<td class="extra whose"><div>{}</div>{}</td>', owners or NOBODY, named)


def _models(line: Line) -> SafeString:
    models = line.trace.models
    named = format_html_join("", '<div title="{}">{}</div>', ((name, name) for name in models[:MODELS]))
    more = len(models) - MODELS
    rest = format_html('<div class="quiet">and {} more</div>', more) if more > 0 else NOTHING
    return format_html('<td class="extra models">{}{}</td>', named or DASH, rest)


def _calls(line: Line) -> SafeString:
    trace = line.trace
    uncounted = format_html(' title="{} more calls are not counted"', count(trace.uncounted_count))
    hover = uncounted if trace.uncounted_count else NOTHING
    return format_html(CALLS, count(trace.call_count), hover, counted(trace.span_count, "span"))


def _tokens(line: Line) -> SafeString:
    sent, received = tokens(line.trace.input_tokens), tokens(line.trace.output_tokens)
    return format_html('<td class="num extra">{}<br>{}</td>', sent, received)


OPTIONAL: Mapping[str, Callable[[Line], SafeString]] = {
    "whose": _whose,
    "models": _models,
    "calls": _calls,
    "tokens": _tokens,
}
