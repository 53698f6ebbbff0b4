"""Alerts, channels and messages in words, for templates."""

from django import template

from finops.notifications import words
from finops.notifications.channel_log import what_it_is_told
from finops.notifications.channel_rules import masked
from finops.notifications.models import Message
from finops.notifications.types import Kind, Severity, Source, State

register = template.Library()
register.filter("told", what_it_is_told)
register.filter("masked", masked)


@register.filter
def severity_word(severity: str) -> str:
    """`Critical`."""
    return words.SEVERITIES[Severity(severity)]


@register.filter
def severity_tone(severity: str) -> str:
    """The tone of its mark."""
    return words.TONES[Severity(severity)]


@register.filter
def source_word(source: str) -> str:
    """`Budget`."""
    return words.SOURCES[Source(source)]


@register.filter
def plural_word(source: str) -> str:
    """`budgets`."""
    return words.PLURALS[Source(source)]


@register.filter
def kind_word(kind: str) -> str:
    """`E-mail`."""
    return words.KINDS[Kind(kind)]


@register.filter
def state_word(message: Message) -> str:
    """How far a message is: `Delivered`."""
    return words.progress(State(message.state), message.attempts)[0]


@register.filter
def state_tone(message: Message) -> str:
    """The tone of its mark."""
    return words.progress(State(message.state), message.attempts)[1]
