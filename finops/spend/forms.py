"""What finance types."""

from django import forms


class ExchangeRateForm(forms.Form):
    """What a dollar is worth in one month."""

    month = forms.DateField(
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"invalid": "Write a month as 2026-11."},
    )
    rate = forms.DecimalField(
        max_digits=20,
        decimal_places=10,
        label="For one US dollar",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
