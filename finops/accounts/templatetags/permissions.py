"""Asking in a template what a person may do."""

from typing import Any

from django import template

from finops.accounts import permissions
from finops.accounts.permissions import Capability

register = template.Library()


@register.filter
def can(user: Any, capability: str) -> bool:
    """`{% if user|can:"manage_keys" %}`: the capability by its name in lower case."""
    return permissions.can(user, Capability[capability.upper()])


@register.filter
def can_read_content(user: Any, team: str | None) -> bool:
    """`{% if user|can_read_content:trace.team %}`."""
    return permissions.can_read_content(user, team)
