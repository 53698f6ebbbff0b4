"""A form with every kind of field, filled in wrongly."""

from django import forms


class EveryField(forms.Form):
    """What forms here are made of."""

    takes_focus = False

    name = forms.CharField(help_text="As people call it.")
    email = forms.EmailField(label="E-mail")
    policy = forms.ChoiceField(
        label="Content policy", choices=[("drop", "Drop"), ("redact", "Redact"), ("keep", "Keep")]
    )
    scopes = forms.MultipleChoiceField(
        choices=[("ingest", "Send telemetry"), ("read", "Read the API")], widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label="Valid from", widget=forms.DateInput(attrs={"type": "date"}))
    agreed = forms.BooleanField(label="Apply to history", required=False)


WRONG = {"name": "", "email": "nobody", "policy": "keep", "scopes": ["ingest"], "day": "2026-11-21"}
