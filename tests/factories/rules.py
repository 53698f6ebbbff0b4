"""Attribution rules, said briefly."""

import datetime as dt

from finops.attribution import services
from finops.attribution.models import Rule
from finops.attribution.rule_checks import checked
from finops.attribution.rules import Condition, Operator
from finops.attribution.types import RuleContent


def is_(subject: str, value: str) -> Condition:
    """A condition: the subject is the value, or fits it when that has a star."""
    return Condition(subject, Operator.MATCHES if "*" in value else Operator.IS, (value,))


def unstated(subject: str) -> Condition:
    """A condition: nobody states the subject."""
    return Condition(subject, Operator.MISSING)


def says(*conditions: Condition, **sets: str) -> RuleContent:
    """The content of a rule: `says(is_("service", "shop"), team="payments")`."""
    ((dimension, value),) = sets.items()
    return checked(conditions, dimension, value)


def rule(*conditions: Condition, since: dt.datetime | None, **sets: str) -> Rule:
    """A rule that is on."""
    return services.rule_create(content=says(*conditions, **sets), since=since, actor="tests")[0]
