"""What people type on the Ingestion pages."""

import datetime as dt
from decimal import Decimal

from django import forms

from finops.core.periods import FIRST_DAY, LAST_DAY
from finops.prices.manual import ManualRates

DEAREST = Decimal(1_000_000)  # USD per million tokens: a dollar a token is a slip of the keyboard


def _rate(label: str, help_text: str = "", *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=Decimal(0),
        max_value=DEAREST,
        max_digits=20,
        decimal_places=12,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class PriceForm(forms.Form):
    """The price of one model."""

    input = _rate("Input", "US dollars per million tokens. 0 if it costs nothing.")
    cache_read = _rate("Cached input", "Empty: cached input costs what input costs.", required=False)
    output = _rate("Output", "US dollars per million tokens, reasoning included.")
    valid_from = forms.DateField(
        label="Valid from",
        help_text="A day in UTC. Calls that began earlier keep what they have.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_valid_from(self) -> dt.date:
        """A day that a call can begin on."""
        day: dt.date = self.cleaned_data["valid_from"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError("Choose a day between 2000 and 2100.")
        return day

    def rates(self) -> ManualRates:
        """The rates of a form that is valid."""
        return ManualRates(*(self.cleaned_data[name] for name in ManualRates._fields))
