"""The filter of the audit log."""

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from finops.audit.selectors import Wanted
from finops.audit.sentences import title
from finops.core.date_range import RANGE
from finops.core.periods import Instants


class AuditFilter(forms.Form):
    """Which entries of the audit log to show; their days stand beside it in the address."""

    who = forms.CharField(required=False, max_length=200, label="Who")
    action = forms.ChoiceField(required=False, label="Did")
    what = forms.CharField(required=False, max_length=200, label="What")
    cursor = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, actions: list[str]) -> None:
        super().__init__(data)
        self.days = [(name, data[name]) for name in RANGE if data.get(name)]
        action = self.fields["action"]
        assert isinstance(action, forms.ChoiceField)
        action.choices = [("", "Anything"), *((name, title(name)) for name in actions)]

    def wanted(self, time: Instants | None) -> Wanted:
        """The entries a valid form asks for; None is any time."""
        given = self.cleaned_data
        since, until = time or (None, None)
        return Wanted(who=given["who"], what=given["what"], action=given["action"], since=since, until=until)

    def address(self, **more: object) -> str:
        """The query that shows the same entries again."""
        kept = {name: self.data.get(name) for name in self.fields if name != "cursor"} | more
        return f"?{urlencode([*self.days, *((name, value) for name, value in kept.items() if value)])}"
