"""Rows of the tables of Ingestion. Not templates: a page has hundreds of cells."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from finops.core.formatting import DASH
from finops.core.templatetags.format import count, day, money, share
from finops.ingestion.coverage import CoverageLine, Share
from finops.ingestion.templatetags.layers import layer
from finops.ingestion.types import Emitter, UnattributedSpend

register = template.Library()
COVERED = (
    '<tr><th scope="row"><a href="{}">{}</a></th><td class="extra">{}</td><td class="num">{}</td>{}</tr>\n'
)
SAID = '<td class="num">{}</td>'
SENDS = (
    '<tr><td>{}</td><td class="extra">{}</td><td class="library">{} <span class="quiet">{}</span></td>'
    '<td>{}</td><td class="extra">{}</td><td class="num extra">{}</td><td class="extra">{}</td></tr>\n'
)
UNCLAIMED = (
    "<tr><td>{}</td><td>{}</td>"
    '<td class="num"><a href="{}">{}</a></td><td class="num"><a href="{}">{}</a></td></tr>\n'
)
NO_CALLS = SafeString('<span class="quiet">no calls to models</span>')


@register.filter
def covered(line: CoverageLine) -> SafeString:
    """What the calls of one service say."""
    service = line.service
    shares = SafeString("".join([_said(one, service.calls) for one in line.shares]))
    name = "unnamed" if service.service is None else service.service
    return format_html(COVERED, line.url, name, service.project, count(service.calls), shares)


def _said(one: Share, calls: int) -> SafeString:
    percent = share(one.said, calls)
    if one.url:
        return format_html(SAID, format_html('<a href="{}">{}</a>', one.url, percent))
    if one.said < calls:
        return format_html(SAID, percent)
    return format_html(SAID, format_html('<span class="quiet">{}</span>', percent))


@register.filter
def sends(emitter: Emitter) -> SafeString:
    """Which library sends in one service, and how it is understood."""
    told = "told by its attributes" if emitter.reports_calls else NO_CALLS
    return format_html(
        SENDS,
        DASH if emitter.service is None else emitter.service,
        emitter.project,
        emitter.scope_name or "unnamed",
        emitter.scope_version,
        emitter.dialect or told,
        layer(emitter.layer),
        count(emitter.sources),
        day(emitter.first_seen),
    )


@register.simple_tag
def unclaimed(spend: UnattributedSpend, url: str) -> SafeString:
    """Spend of one service that no team claims."""
    name = "Unattributed" if spend.service is None else spend.service
    return format_html(UNCLAIMED, name, spend.project, url, count(spend.calls), url, money(spend.known_cost))
