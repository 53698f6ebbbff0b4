"""Rules in words, for templates."""

from django import template

from finops.attribution.rule_text import condition_words, label
from finops.attribution.rules import Condition

register = template.Library()


@register.filter
def in_words(condition: Condition) -> str:
    """`service matches support-*`."""
    return condition_words(condition)


@register.filter
def subject(name: str) -> str:
    """What a subject or dimension is called in a sentence."""
    return label(name)
