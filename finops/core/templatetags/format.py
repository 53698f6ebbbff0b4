"""Template filters over `core.formatting`: what the eye needs, with the exact figure on hover.

Numbers and times need no escaping, which a page of hundreds of them would wait for.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from finops.core import formatting, viewer

register = template.Library()


def _dash(meaning: str) -> SafeString:
    return format_html('<span class="missing" title="{}">{}</span>', meaning, formatting.DASH)


@register.filter
def money(value: Decimal | None) -> SafeString:
    """US dollars, minor digits lighter; a dash for None, which means unknown."""
    if value is None:
        return _dash("unknown")
    sign, whole, minor = formatting.amount(value)
    exact = formatting.exact_amount(value)
    return SafeString(
        f'<span class="money" title="{exact}"><span class="minor">{sign}</span>{whole}'
        f'<span class="minor">{minor}</span></span>'
    )


@register.filter
def money_text(value: Decimal | None) -> str:
    """US dollars as plain text, for titles and attributes."""
    return formatting.DASH if value is None else str(formatting.amount(value))


@register.filter
def count(value: int | None) -> SafeString | str:
    """A whole number; a dash for None."""
    return _dash("unknown") if value is None else formatting.count(value)


@register.filter
def counted(number: int | None, noun: str) -> SafeString | str:
    """`{{ calls|counted:"call" }}` is `2 calls`; a plural of its own follows a comma: `"batch,batches"`."""
    one, _, many = noun.partition(",")
    if number is None:
        return format_html("{} {}", _dash("unknown"), many or f"{one}s")
    return formatting.counted(number, one, many)


@register.filter
def tokens(value: int | None) -> SafeString:
    """Tokens to three digits; a dash for None: the emitter does not say."""
    if value is None:
        return _dash("not reported")
    return SafeString(f'<span title="{formatting.count(value)}">{formatting.tokens(value)}</span>')


@register.filter
def duration(nanoseconds: int | None) -> SafeString | str:
    """A duration in nanoseconds; a dash for None."""
    return _dash("unknown") if nanoseconds is None else formatting.duration(nanoseconds)


@register.filter
def share(part: Any, whole: Any) -> str:
    """A part of a whole in percent; a dash when either is missing."""
    return formatting.DASH if part is None or whole is None else formatting.share(part, whole)


@register.filter
def change(now: Any, before: Any) -> str:
    """Relative change with its sign; a dash when either side is missing."""
    if now is None or before is None:
        return formatting.DASH
    return formatting.change(Decimal(now), Decimal(before))


@register.filter
def day(value: dt.date | dt.datetime | None) -> SafeString:
    """A date; of a moment, the date in the viewer's zone with the time on hover."""
    if value is None:
        return _dash("never")
    if not isinstance(value, dt.datetime):
        return SafeString(f'<time datetime="{value.isoformat()}">{formatting.day(value)}</time>')
    local = viewer.local(value)
    hover = " · ".join(filter(None, (formatting.moment(local), _in_utc(local))))
    return _time(value, formatting.day(local), hover)


@register.filter
def moment(value: dt.datetime | None) -> SafeString:
    """A moment to the second in the viewer's zone, in UTC on hover; a dash for None."""
    if value is None:
        return _dash("never")
    local = viewer.local(value)
    return _time(value, formatting.moment(local), _in_utc(local))


@register.filter
def boundary(value: dt.date | dt.datetime) -> SafeString:
    """Since or until when: a day if it begins at midnight in the viewer's zone, else to the second.

    A date, as those of prices, begins at midnight UTC.
    """
    at = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time(), dt.UTC)
    return day(at) if viewer.local(at).time() == dt.time() else moment(at)


@register.filter
def clock(value: dt.datetime) -> SafeString:
    """The hour and minute of a moment in the viewer's zone, in UTC on hover."""
    local = viewer.local(value)
    return _time(value, f"{local:%H:%M}", _in_utc(local))


@register.filter
def ago(value: dt.datetime, now: dt.datetime) -> str:
    """How long ago a moment was, to the second."""
    return formatting.ago(value, now)


@register.simple_tag
def viewer_zone() -> str:
    """`{% viewer_zone as seen %}`: the zone moments are shown in; days are in the current time zone."""
    return str(viewer.zone())


def _in_utc(local: dt.datetime) -> str:
    """`2026-11-21 08:14:03 UTC`; empty where moments are shown in UTC anyway."""
    return f"{local.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if local.utcoffset() else ""


def _time(value: dt.datetime, shown: str, hover: str) -> SafeString:
    title = f' title="{hover}"' if hover else ""
    return SafeString(f'<time datetime="{value.isoformat()}"{title}>{shown}</time>')
