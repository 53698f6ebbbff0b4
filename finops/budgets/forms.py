"""What people type of a budget. The shape is checked here; what a budget may say in `rules.py`."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.models import Team
from finops.accounts.zones import zone_names
from finops.budgets import rules
from finops.budgets.models import Budget
from finops.budgets.periods import LABELS, local_day, period_of
from finops.budgets.rules import BadBudget, in_order
from finops.budgets.services import Content, content_of
from finops.budgets.terms import plain
from finops.budgets.thresholds import DEFAULT
from finops.budgets.types import Enforcement, Kind, Period, Scope, Terms, Threshold
from finops.spend.dimensions import offered_dimensions
from finops.spend.types import Filter, Measure

MOST_FILTERS, FEWEST_ROWS = 6, 2
IS, MISSING = "is", "missing"
PARTS = ("dimension", "operator", "value")
MEASURES = [(str(Measure.COST), "USD"), (str(Measure.TOKENS), "tokens"), (str(Measure.CALLS), "calls")]
ENFORCEMENTS = [
    (str(Enforcement.OFF), "Say nothing: this budget only alerts"),
    (str(Enforcement.SHADOW), "Shadow: allow, and write down what would have been denied"),
    (str(Enforcement.WARN), "Warn once it is used up"),
    (str(Enforcement.DENY), "Deny once it is used up"),
]
PERCENTS = re.compile(r"[0-9]{1,4}(?:\s*,\s*[0-9]{1,4}){0,19}")
PLACES = {"filters": None, "thresholds": "actual"}  # where an error about it stands


def dimension_choices() -> list[tuple[str, str]]:
    """What can be filtered on."""
    return [("", "–"), *((one.name, one.label) for one in offered_dimensions().values())]


def each_choices() -> list[tuple[str, str]]:
    """What a budget can be split by."""
    known = offered_dimensions().values()
    each = ((one.name, f"One for each {one.label.lower()}") for one in known)
    return [("", "One budget for all of it"), *each]


class BudgetForm(forms.Form):
    """One budget: what it is about, how much, for how long, and what it tells."""

    name = forms.CharField(max_length=120)
    each = forms.ChoiceField(label="Split", choices=each_choices, required=False)
    amount = forms.DecimalField(
        max_digits=28, decimal_places=10, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    measure = forms.ChoiceField(label="Of", choices=MEASURES)
    period = forms.ChoiceField(label="Per", choices=[(str(one), LABELS[one].capitalize()) for one in Period])
    time_zone = forms.ChoiceField(label="Days end in", choices=zone_names)
    starts_on = forms.DateField(
        label="Counts from",
        help_text="Nothing before that day counts.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    rollover = forms.BooleanField(label="What one period leaves is added to the next", required=False)
    actual = forms.CharField(
        label="Tell when spent, %",
        required=False,
        max_length=100,
        help_text="Separated by commas: 50, 80, 100",
    )
    forecast = forms.CharField(label="Tell when expected, %", required=False, max_length=100)
    owner_team = forms.ModelChoiceField(
        Team.objects.filter(archived_at=None), required=False, label="Owner team", empty_label="No team"
    )
    description = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    enforcement = forms.ChoiceField(label="Programs that ask before a call", choices=ENFORCEMENTS)
    advised_model = forms.CharField(
        max_length=256,
        required=False,
        label="Advise instead",
        help_text="A cheaper model, told with a warning or denial.",
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={**blank(), **(initial or {})})
        for place in range(MOST_FILTERS):
            self.fields |= _filter_fields(place)

    @property
    def filters(self) -> list[list[forms.BoundField]]:
        """The rows of filters that are shown: those that say something, and room for another."""
        rows = [[self[f"{part}_{place}"] for part in PARTS] for place in range(MOST_FILTERS)]
        filled = [place for place, row in enumerate(rows) if row[0].value()]
        return rows[: max(FEWEST_ROWS, (filled[-1] if filled else -1) + 2)]

    def clean(self) -> dict[str, Any]:
        """The budget as `content`."""
        given = self.cleaned_data
        if self.errors:
            return given
        try:
            given["content"] = content = _content(given)
            rules.check(content.terms)
            rules.check_enforcement(content.enforcement, content.terms.scope)
        except BadBudget as problem:
            self.refuse(problem)
        return given

    def refuse(self, problem: BadBudget) -> None:
        """Say at its field what cannot be."""
        field = PLACES.get(problem.field, problem.field)
        self.add_error(field if field in self.fields else None, str(problem))


def blank() -> dict[str, Any]:
    """A budget nobody has said anything of yet."""
    zone = accounts.time_zone().key
    today = local_day(timezone.now(), zone)
    return {
        "measure": str(Measure.COST),
        "period": str(Period.MONTH),
        "time_zone": zone,
        "starts_on": period_of(Period.MONTH, today).start,
        "enforcement": str(Enforcement.OFF),
        **_percents(DEFAULT),
    }


def initial_of(budget: Budget) -> dict[str, Any]:
    """A stored budget as the form shows it."""
    content = content_of(budget)
    terms = content.terms
    shown: dict[str, Any] = {
        "name": content.name,
        "description": content.description,
        "owner_team": content.owner_team,
        "enforcement": str(content.enforcement),
        "advised_model": content.advised_model,
        "each": terms.scope.each or "",
        "amount": plain(terms.amount),
        "measure": str(terms.measure),
        "period": str(terms.period),
        "time_zone": terms.zone,
        "starts_on": terms.starts_on,
        "rollover": terms.rollover,
        **_percents(terms.thresholds),
    }
    return shown | filter_fields(terms.scope.filters)


def filter_fields(filters: tuple[Filter, ...]) -> dict[str, str]:
    """Filters as the form shows them: with and without a value takes two rows."""
    rows = [(one.dimension, IS, ", ".join(one.values)) for one in filters if one.values]
    rows += [(one.dimension, MISSING, "") for one in filters if one.missing]
    return {
        f"{part}_{place}": value
        for place, row in enumerate(rows)
        for part, value in zip(PARTS, row, strict=True)
    }


def _content(given: Mapping[str, Any]) -> Content:
    terms = Terms(
        Scope(_filters(given), given["each"] or None),
        Measure(given["measure"]),
        given["amount"],
        Period(given["period"]),
        given["time_zone"],
        given["starts_on"],
        given["rollover"],
        in_order(
            {*_thresholds(Kind.ACTUAL, given["actual"]), *_thresholds(Kind.FORECAST, given["forecast"])}
        ),
    )
    return Content(
        given["name"],
        terms,
        given["owner_team"],
        given["description"],
        Enforcement(given["enforcement"]),
        given["advised_model"],
    )


def _filters(given: Mapping[str, Any]) -> tuple[Filter, ...]:
    found: dict[str, Filter] = {}
    for place in range(MOST_FILTERS):
        name, operator, value = (given.get(f"{part}_{place}", "") for part in PARTS)
        if name:
            known = found.get(name, Filter(name))
            values = tuple(part.strip() for part in value.split(",") if part.strip())
            wanted = {"missing": True} if operator == MISSING else {"values": (*known.values, *values)}
            found[name] = known._replace(**wanted)
    return tuple(found[name] for name in sorted(found))


def _thresholds(kind: Kind, text: str) -> set[Threshold]:
    if text.strip() and not PERCENTS.fullmatch(text.strip()):
        raise BadBudget(str(kind), "Write percentages separated by commas: 50, 80, 100.")
    return {Threshold(kind, int(part)) for part in text.split(",") if part.strip()}


def _percents(thresholds: tuple[Threshold, ...]) -> dict[str, str]:
    return {
        str(kind): ", ".join(str(one.percent) for one in thresholds if one.kind == kind)
        for kind in (Kind.ACTUAL, Kind.FORECAST)
    }


def _filter_fields(place: int) -> dict[str, forms.Field]:
    number = place + 1
    return {
        f"dimension_{place}": forms.ChoiceField(
            label=f"Dimension {number}", choices=dimension_choices, required=False
        ),
        f"operator_{place}": forms.ChoiceField(
            label=f"Comparison {number}", choices=[(IS, "is"), (MISSING, "has no value")], required=False
        ),
        f"value_{place}": forms.CharField(
            label=f"Values {number}",
            max_length=5000,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": "value, or several with commas"}),
        ),
    }
