"""What people type on the pages of rules."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from finops.attribution.custom_selectors import active_dimensions
from finops.attribution.rule_checks import MAX_TEXT, MOST_CONDITIONS, BadRule, checked
from finops.attribution.rule_text import WORDS, label
from finops.attribution.rules import ATTRIBUTE, SETTABLE, SUBJECTS, Condition, Operator
from finops.attribution.types import RuleContent

OLDEST = dt.timedelta(days=400)  # calls are accepted from then on
KEYED = "attribute"
OPERATOR_CHOICES = [(str(one), words) for one, words in WORDS.items()]
PARTS = ("subject", "key", "operator", "value")
FEWEST_ROWS = 2


class SinceForm(forms.Form):
    """Since when a change applies."""

    since = forms.DateField(
        required=False,
        label="Apply to history since",
        help_text="Stored calls that began on that day or later are attributed anew. Empty: only what "
        "arrives from now on.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_since(self) -> dt.date | None:
        """A day that a stored call can have begun on."""
        since: dt.date | None = self.cleaned_data["since"]
        today = timezone.localdate()
        if since and not today - OLDEST <= since <= today:
            raise forms.ValidationError("Choose a day of the last 400, or leave it empty.")
        return since


class RuleForm(SinceForm):
    """One rule: some conditions, and what it sets."""

    dimension = forms.ChoiceField(label="Set", choices=())
    set_to = forms.CharField(label="To", max_length=MAX_TEXT)
    field_order = ["dimension", "set_to", "since"]

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        custom = [(one.key, one.label) for one in active_dimensions()]
        self.fields["dimension"].choices = [*_named(SETTABLE), *custom]  # type: ignore[attr-defined]
        subjects = [("", "–"), *_named(SUBJECTS), *custom, (KEYED, "Attribute …")]
        for place in range(MOST_CONDITIONS):
            self.fields |= _condition_fields(place, subjects)

    @property
    def conditions(self) -> list[list[forms.BoundField]]:
        """The rows of conditions that are shown: those that say something, and room for another."""
        rows = [[self[f"{part}_{place}"] for part in PARTS] for place in range(MOST_CONDITIONS)]
        filled = [place for place, row in enumerate(rows) if row[0].value()]
        return rows[: max(FEWEST_ROWS, (filled[-1] if filled else 0) + 2)]

    def clean(self) -> dict[str, Any]:
        """The rule as `content`."""
        given = self.cleaned_data
        try:
            given["content"] = content_of(given)
        except BadRule as problem:
            if not self.errors:
                raise forms.ValidationError(str(problem)) from None
        return given


def content_of(given: Mapping[str, Any]) -> RuleContent:
    """The rule that the fields of a form say. Raises BadRule."""
    rows = [[given.get(f"{part}_{place}", "") for part in PARTS] for place in range(MOST_CONDITIONS)]
    return checked([_condition(*row) for row in rows if row[0]], given.get("dimension"), given.get("set_to"))


def initial_of(content: RuleContent) -> dict[str, str]:
    """A rule as the form shows it, and as its address tells it."""
    return {"dimension": content.dimension, "set_to": content.value, **conditions_of(content.conditions)}


def conditions_of(conditions: Iterable[Condition]) -> dict[str, str]:
    """Conditions as the form shows them."""
    shown: dict[str, str] = {}
    for place, one in enumerate(conditions):
        is_keyed = one.subject.startswith(ATTRIBUTE)
        values = (
            KEYED if is_keyed else one.subject,
            one.subject.removeprefix(ATTRIBUTE) if is_keyed else "",
            str(one.operator),
            ", ".join(one.values),
        )
        shown |= {f"{part}_{place}": value for part, value in zip(PARTS, values, strict=True) if value}
    return shown


def _named(dimensions: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, label(one).capitalize()) for one in dimensions]


def _condition_fields(place: int, subjects: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    number = place + 1
    return {
        f"subject_{place}": forms.ChoiceField(label=f"Condition {number}", choices=subjects, required=False),
        f"key_{place}": forms.CharField(
            label=f"Key of attribute {number}",
            max_length=MAX_TEXT,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": "key of the attribute"}),
        ),
        f"operator_{place}": forms.ChoiceField(
            label=f"Comparison {number}", choices=OPERATOR_CHOICES, required=False
        ),
        f"value_{place}": forms.CharField(
            label=f"Value {number}",
            max_length=5000,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": "value"}),
        ),
    }


def _condition(subject: str, key: str, operator: str, value: str) -> dict[str, Any]:
    parts = value.split(",") if operator == Operator.ONE_OF else [value]
    return {
        "subject": f"{ATTRIBUTE}{key}" if subject == KEYED else subject,
        "operator": operator or str(Operator.IS),
        "values": [part for part in parts if part.strip()],
    }
