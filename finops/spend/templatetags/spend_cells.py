"""The cells of a group on the Spend page. Not a template: a page has hundreds of them."""

from collections.abc import Callable, Collection, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from finops.core.templatetags.format import change, count, day, money, share, tokens
from finops.spend.lines import Amount, Cell, Line
from finops.spend.templatetags.spend_numbers import measured, told

register = template.Library()
VALUE = '<td><a class="value{}" href="{}" title="{}">{}</a></td>'
NUMBER = '<td class="num extra">{}</td>'
QUIET = '<td class="num quiet extra">{}</td>'
FAILED = '<br><span class="quiet">{} failed</span>'
UNPRICED = '<br><a class="tag watch" href="{}">{} unpriced</a>'
Optional = Callable[[Line, Amount, str], SafeString]


@register.simple_tag
def spend_cells(line: Line, columns: Collection[str], whole: Amount, measure: str) -> SafeString:
    """All cells of a group, of the optional ones those among `columns`; `whole` is what it is a share of."""
    period = format_html('<td class="when">{}</td>', day(line.period)) if line.period else ""
    values = format_html_join("", VALUE, map(_value, line.cells))
    wanted = [cell(line, whole, measure) for name, cell in TOKENS.items() if name in columns]
    compared = [cell(line, whole, measure) for name, cell in AMOUNTS.items() if name in columns]
    return SafeString("".join([period, values, _calls(line), *wanted, _cost(line), *compared]))


def _value(cell: Cell) -> tuple[str, str, str, str]:
    if cell.value is None:
        return " unattributed", cell.url, "Unattributed", "Unattributed"
    return "", cell.url, cell.value, cell.value


def _calls(line: Line) -> SafeString:
    calls, errors = line.measures.calls, line.measures.errors
    if not calls:
        failed = format_html('<span class="tag bad">{} failed</span>', count(errors))
        return format_html(NUMBER, failed if errors else 0)
    opened = format_html('<a href="{}">{}</a>', line.charges_url, count(calls))
    return format_html(NUMBER, opened + format_html(FAILED, count(errors)) if errors else opened)


def _cost(line: Line) -> SafeString:
    unpriced = line.measures.unpriced_calls
    mark = format_html(UNPRICED, line.unpriced_url, count(unpriced)) if unpriced else SafeString()
    cost = money(line.measures.known_cost)
    return format_html('<td class="num"><a href="{}">{}</a>{}</td>', line.charges_url, cost, mark)


def _tokens(name: str) -> Optional:
    return lambda line, whole, measure: format_html(NUMBER, tokens(told(line.measures, name)))


TOKENS: Mapping[str, Optional] = {
    "input": _tokens("input_tokens"),
    "cached": _tokens("cache_read_tokens"),
    "output": _tokens("output_tokens"),
}
AMOUNTS: Mapping[str, Optional] = {
    "share": lambda line, whole, measure: format_html(QUIET, share(line.amount, whole)),
    "before": lambda line, whole, measure: format_html(QUIET, measured(line.before, measure)),
    "change": lambda line, whole, measure: format_html(NUMBER, change(line.amount, line.before)),
}
