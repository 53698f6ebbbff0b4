"""What people type of what they want to be told."""

import datetime as dt
from typing import Any

from django import forms

from finops.accounts.edit_form import EditForm
from finops.notifications.models import Preference
from finops.notifications.types import Digest, Severity
from finops.notifications.words import DIGESTS, LEAST

CLOCK = "%H:%M"
NOTHING, ALL = "Nothing", "all"


def clock(label: str, **options: Any) -> forms.TimeField:
    """A field for hour and minute."""
    widget = forms.TimeInput(attrs={"type": "time"}, format=CLOCK)
    return forms.TimeField(label=label, required=False, widget=widget, **options)


class PreferenceForm(EditForm):
    """What one person is told by e-mail, and when not."""

    least_severity = forms.ChoiceField(
        label="Tell me of",
        required=False,
        choices=[("", NOTHING), *((str(one), LEAST[one]) for one in Severity)],
    )
    all_teams = forms.ChoiceField(
        label="Of which teams",
        choices=[("", "My teams"), (ALL, "All teams, and what belongs to none")],
        required=False,
    )
    tells_recovery = forms.BooleanField(label="Also when they end", required=False)
    digest = forms.ChoiceField(
        label="How often",
        choices=[(str(one), DIGESTS[one]) for one in Digest],
        help_text="Once a day or a week is one message of what began, goes on and ended, instead of many.",
    )
    digest_at = clock("At what time", help_text="Of the one message a day or a week.")
    quiet_from = clock("Quiet from")
    quiet_until = clock("Quiet until", help_text="What happens meanwhile is told then. Empty: never quiet.")
    critical_breaks_quiet = forms.BooleanField(
        label="Critical alerts are told at once, even then", required=False
    )

    def clean_all_teams(self) -> bool:
        """Whether not only of their own."""
        return bool(self.cleaned_data["all_teams"] == ALL)

    def clean_digest_at(self) -> dt.time:
        """A time of day; the one that is stored when it was left empty."""
        return self.cleaned_data["digest_at"] or dt.time(9)

    def clean(self) -> dict[str, Any]:
        """Quiet hours have two ends that differ."""
        given = super().clean()
        begins, ends = given.get("quiet_from"), given.get("quiet_until")
        if "quiet_from" in given and "quiet_until" in given and (begins is None) != (ends is None):
            self.add_error(
                "quiet_until" if ends is None else "quiet_from", "Say both ends, or leave both empty."
            )
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", "Choose another time: this would be quiet never, or always.")
        return given


def initial_of(preference: Preference) -> dict[str, Any]:
    """A preference as the form shows it."""
    names = [name for name in PreferenceForm.base_fields if name != "seen"]
    shown = {name: getattr(preference, name) for name in names}
    return {**shown, "all_teams": ALL if preference.all_teams else ""}
