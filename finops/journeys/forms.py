"""What people type about a journey."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from finops.accounts.edit_form import EditForm
from finops.accounts.forms import NameField
from finops.accounts.models import Team
from finops.core.periods import FIRST_DAY
from finops.journeys.access import check_owner
from finops.journeys.models import MOST_STEPS, Journey, Worth

MOST_TEXT = 256
LAST_DAY = dt.date(2100, 1, 1)


class JourneyForm(EditForm):
    """What a journey is."""

    label = NameField(required=False, max_length=100, help_text="What people call it. Empty: its name.")
    description = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), label="What it is"
    )
    owner_team = forms.ModelChoiceField(
        Team.objects.filter(archived_at=None), required=False, label="Owner team", empty_label="No team"
    )
    steps = forms.CharField(
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"One name a line, in their order, up to {MOST_STEPS}: as finops.step names them.",
    )

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any], who: Any) -> None:
        self._who = who
        super().__init__(data, initial=initial)

    def clean_owner_team(self) -> Team | None:
        """A team that whoever asks may act for."""
        owner: Team | None = self.cleaned_data["owner_team"]
        check_owner(self._who, owner)
        return owner

    def clean_steps(self) -> list[str]:
        """The names, each once."""
        steps = [line.strip() for line in self.cleaned_data["steps"].splitlines() if line.strip()]
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(f"These are {len(steps)} steps. Name the {MOST_STEPS} that matter.")
        if long := next((step for step in steps if len(step) > MOST_TEXT), None):
            raise forms.ValidationError(f"{long[:40]}… is longer than {MOST_TEXT} characters.")
        if repeated := next((step for step in steps if steps.count(step) > 1), None):
            raise forms.ValidationError(f"{repeated} stands there twice. A step is named once.")
        return steps


class WorthForm(forms.Form):
    """What a successful run is worth from a day on."""

    usd = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1_000_000),
        max_digits=13,
        decimal_places=6,
        label="USD a successful run",
        help_text="Empty: from that day on nobody knows.",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    starts_on = forms.DateField(
        label="From",
        widget=forms.DateInput(attrs={"type": "date", "min": FIRST_DAY.isoformat()}),
        help_text="It holds from that day on, until something else is said.",
    )
    basis = forms.ChoiceField(label="What it is", choices=Worth.Basis.choices)

    def clean_starts_on(self) -> dt.date:
        """A day that charges can be of."""
        day: dt.date = self.cleaned_data["starts_on"]
        if not FIRST_DAY <= day < LAST_DAY:
            raise forms.ValidationError("Choose a day between 2000 and 2100.")
        return day


def initial_of(journey: Journey | None) -> dict[str, Any]:
    """A journey as the form shows it."""
    if journey is None:
        return {"label": "", "description": "", "owner_team": None, "steps": ""}
    return {
        "label": journey.label,
        "description": journey.description,
        "owner_team": journey.owner_team,
        "steps": "\n".join(journey.steps),
    }
