"""The filter of the audit log."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms

from finops.audit.selectors import Wanted
from finops.audit.sentences import title
from finops.core.periods import FIRST_DAY, LAST_DAY, day_start


class AuditFilter(forms.Form):
    """Which entries of the audit log to show."""

    who = forms.CharField(required=False, max_length=200, label="Who")
    action = forms.ChoiceField(required=False, label="Did")
    what = forms.CharField(required=False, max_length=200, label="What")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: object, actions: list[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # Django takes any mapping of strings
        action = self.fields["action"]
        assert isinstance(action, forms.ChoiceField)
        action.choices = [("", "Anything"), *((name, title(name)) for name in actions)]

    def clean(self) -> dict[str, Any]:
        """Days that follow each other and that a calendar has."""
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        for name, day in (("since", since), ("until", until)):
            if day and not FIRST_DAY <= day < LAST_DAY:
                self.add_error(name, "Choose a day between 2000 and 2099.")
        if since and until and until < since:
            self.add_error("until", "This day lies before the first.")
        return self.cleaned_data

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """The entries a valid form asks for; its days are whole days in `zone`."""
        given = self.cleaned_data
        return Wanted(
            who=given["who"],
            what=given["what"],
            action=given["action"],
            since=day_start(given["since"], zone) if given["since"] else None,
            until=day_start(given["until"] + dt.timedelta(days=1), zone) if given["until"] else None,
        )

    def address(self, **more: object) -> str:
        """The query that shows the same entries again."""
        kept = {name: self.data.get(name) for name in self.fields if name != "before"} | more
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"
