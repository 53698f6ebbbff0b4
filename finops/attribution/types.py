"""What a rule says, and rules as they are listed."""

import datetime as dt
from typing import Any, NamedTuple

from finops.attribution.rule_text import conditions_out, rule_words
from finops.attribution.rules import Condition


class RuleContent(NamedTuple):
    """What a rule says: where it holds, and which value of which dimension it sets then."""

    conditions: tuple[Condition, ...]
    dimension: str
    value: str

    @property
    def words(self) -> str:
        """The rule as a sentence without a verb: `service is shop: team payments`."""
        return rule_words(self.conditions, self.dimension, self.value)

    def detail(self) -> dict[str, Any]:
        """As the audit log keeps it."""
        return {
            "conditions": conditions_out(self.conditions),
            "dimension": self.dimension,
            "value": self.value,
        }


class ListedRule(NamedTuple):
    """A rule with its newest content, since when that applies and whether it still does."""

    id: int
    content: RuleContent
    applies_from: dt.datetime
    applies_until: dt.datetime | None

    @property
    def is_on(self) -> bool:
        """Whether it applies to what arrives now."""
        return self.applies_until is None
