"""What people type about anomalies. Forms check the shape; services decide."""

import datetime as dt

from django import forms
from django.utils import timezone

from finops.anomalies.models import Threshold
from finops.anomalies.services import LONGEST_REASON
from finops.core.periods import day_start


class ExpectedForm(forms.Form):
    """Why an anomaly is expected, and for how long the same is."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label="Why it is expected",
        help_text="Such as: the yearly contract review, agreed with finance.",
    )
    quiet_until = forms.DateField(
        required=False,
        label="Do not tell of the same until",
        help_text="That day begins. Empty: the next one is told.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_quiet_until(self) -> dt.datetime | None:
        """The moment that day begins for the organisation."""
        found: dt.date | None = self.cleaned_data["quiet_until"]
        return day_start(found, timezone.get_current_timezone()) if found else None


class ThresholdForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own has none
    """From when on a surprise is told."""

    class Meta:
        model = Threshold
        fields = ["amount", "share"]
        labels = {"amount": "At least, USD", "share": "At least, percent"}
