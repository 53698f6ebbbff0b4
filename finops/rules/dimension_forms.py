"""What people type on the pages of custom dimensions."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from finops.attribution.custom import OWN_PREFIX
from finops.attribution.custom_checks import (
    MAX_ATTRIBUTE,
    MAX_LABEL,
    MOST_ATTRIBUTES,
    BadDimension,
    checked_attributes,
    checked_label,
    checked_name,
)
from finops.attribution.models import CustomDimension
from finops.rules.forms import SinceForm

LONGEST = MOST_ATTRIBUTES * (MAX_ATTRIBUTE + 2)


class DimensionForm(SinceForm):
    """How a custom dimension is called, and what states it."""

    label = forms.CharField(
        max_length=MAX_LABEL, required=False, help_text="As pages call it. Empty: its name in words."
    )
    attributes = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="Attributes that state it",
        help_text=f"Besides those of its name: one a line, up to {MOST_ATTRIBUTES}, the strongest first. "
        "They are looked for on spans and resources and in free-form metadata.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    field_order = ["name", "label", "attributes", "since"]

    def clean_attributes(self) -> list[str]:
        """The attributes as a list."""
        lines = self.cleaned_data["attributes"].splitlines()
        try:
            return checked_attributes(line for line in lines if line.strip())
        except BadDimension as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean_label(self) -> str:
        """A label that can be printed."""
        try:
            return checked_label(given, "") if (given := self.cleaned_data["label"]) else ""
        except BadDimension as problem:
            raise forms.ValidationError(str(problem)) from None


class NewDimensionForm(DimensionForm):
    """A dimension at its birth; its name stays, because reports and stored calls refer to it."""

    name = forms.CharField(
        max_length=40,
        validators=[ProhibitNullCharactersValidator()],
        help_text="Small letters, digits and underscores, such as business_unit: the attributes "
        f"business_unit and {OWN_PREFIX}business_unit state it then. Cannot be changed later.",
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_name(self) -> str:
        """A name that addresses and programs can use."""
        try:
            return checked_name(self.cleaned_data["name"])
        except BadDimension as problem:
            raise forms.ValidationError(str(problem)) from None


def initial_of(dimension: CustomDimension) -> dict[str, Any]:
    """A dimension as the form shows it."""
    return {"label": dimension.label, "attributes": "\n".join(dimension.attributes)}
