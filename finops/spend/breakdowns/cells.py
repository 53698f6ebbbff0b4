"""The cells of one row of a list, by column. Pure but for the names of the URLs.

Not a template: a page has hundreds of cells, and a template takes ten times as long for one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from finops.core.templatetags.components import spark
from finops.core.templatetags.format import count, money, money_text, share, tokens
from finops.spend.breakdowns import addresses
from finops.spend.breakdowns.parts import UNATTRIBUTED
from finops.spend.breakdowns.types import Question, Row, Tokens
from finops.spend.templatetags.breakdown_numbers import moved, percentile

NUMBER = '<td class="num">{}</td>'
LINKED = '<td class="num"><a href="{}">{}</a></td>'
UNPRICED = '<br><a class="tag watch" href="{}">{} unpriced</a>'
ON_HOVER = '<td class="num" title="{}">{}</td>'


class Line(NamedTuple):
    """A row, its cost over time, and the question of the page."""

    row: Row
    trend: Sequence[Decimal | None]
    asked: Question

    @property
    def name(self) -> str:
        """What it is called."""
        return UNATTRIBUTED if self.row.value is None else self.row.value


Cell = Callable[[Line], SafeString]


def cells_of(line: Line, columns: Iterable[str]) -> SafeString:
    """The cells of these columns."""
    return SafeString("".join([CELLS[name](line) for name in columns]))


def _name(line: Line) -> SafeString:
    return format_html(
        '<th scope="row"><a class="value{}" href="{}" title="{}">{}</a></th>',
        " unattributed" if line.row.value is None else "",
        addresses.detail_url(line.asked, line.row.value),
        line.name,
        line.name,
    )


def _trend(line: Line) -> SafeString:
    return format_html('<td class="trend">{}</td>', spark(line.trend))


def _cost(line: Line) -> SafeString:
    row, unpriced = line.row, line.row.measures.unpriced_calls
    cost = format_html('<a href="{}">{}</a>', addresses.charges_url(line.asked, row.value), money(row.cost))
    if not unpriced:
        return format_html(NUMBER, cost)
    url = addresses.charges_url(line.asked, row.value, unpriced=True)
    return format_html(
        '<td class="num">{}<br><a class="tag watch" href="{}">{} unpriced</a></td>',
        cost,
        url,
        count(unpriced),
    )


def _change(line: Line) -> SafeString:
    before = money_text(line.row.before)
    return format_html('<td class="num"><span title="{} before">{}</span></td>', before, moved(line.row))


def _runs(line: Line) -> SafeString:
    runs = count(line.row.runs)
    if line.row.runs is None:
        return format_html(NUMBER, runs)
    return format_html(LINKED, addresses.traces_url(line.asked, line.row.value), runs)


def _run_cost(line: Line) -> SafeString:
    return format_html(NUMBER, money(line.row.run_cost))


def _calls(line: Line) -> SafeString:
    url = addresses.charges_url(line.asked, line.row.value)
    return format_html(LINKED, url, count(line.row.measures.calls))


def _tokens(name: str) -> Cell:
    place = Tokens._fields.index(name)
    return lambda line: format_html(NUMBER, tokens(line.row.tokens[place]))


def _cached(line: Line) -> SafeString:
    told = line.row.tokens
    of = f"{count(told.cache_read_tokens)} of {count(told.input_tokens)} input tokens"
    title = of if told.input_tokens else ""
    return format_html(ON_HOVER, title, share(told.cache_read_tokens, told.input_tokens))


def _failed(line: Line) -> SafeString:
    errors = line.row.measures.errors
    return format_html(ON_HOVER, f"{count(errors)} failed", share(errors, line.row.attempts))


def _run_or_call(name: str) -> Cell:
    return lambda line: format_html(
        NUMBER, percentile(line.row.latency, name, line.asked.kind.latency_of.removesuffix("s"))
    )


def _first_token(name: str) -> Cell:
    return lambda line: format_html(NUMBER, percentile(line.row.first_token, name, "streamed call"))


def _links(line: Line) -> SafeString:
    return format_html(
        '<td class="see-also"><a href="{}">Spend<span class="visually-hidden"> of {}</span></a> '
        '<a href="{}">Traces<span class="visually-hidden"> of {}</span></a></td>',
        addresses.spend_url(line.asked, line.row.value),
        line.name,
        addresses.traces_url(line.asked, line.row.value),
        line.name,
    )


CELLS: Mapping[str, Cell] = {
    "name": _name,
    "trend": _trend,
    "cost": _cost,
    "change": _change,
    "runs": _runs,
    "run_cost": _run_cost,
    "calls": _calls,
    "input": _tokens("input_tokens"),
    "cache_read": _tokens("cache_read_tokens"),
    "cache_write": _tokens("cache_write_tokens"),
    "output": _tokens("output_tokens"),
    "reasoning": _tokens("reasoning_tokens"),
    "cached": _cached,
    "failed": _failed,
    "median": _run_or_call("median"),
    "p95": _run_or_call("p95"),
    "p99": _run_or_call("p99"),
    "first_median": _first_token("median"),
    "first_p95": _first_token("p95"),
    "links": _links,
}
