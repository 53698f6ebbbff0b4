"""What people type about a journey."""

from typing import Any

from django import forms
from django.http import QueryDict

from finops.accounts.edit_form import EditForm
from finops.accounts.forms import NameField
from finops.accounts.models import Team
from finops.journeys.access import check_owner
from finops.journeys.models import MOST_STEPS, Journey

MOST_TEXT = 256


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
