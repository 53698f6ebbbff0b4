"""What people type on the pages of SLOs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from finops.accounts.edit_form import EditForm
from finops.accounts.forms import NameField
from finops.accounts.models import Project, Team
from finops.journeys.access import check_owner
from finops.ledger.types import Indicator, Subject
from finops.slos.models import LEAST, MOST, Slo
from finops.slos.rules import BadSlo, check_indicator, check_threshold, said_threshold, stored_threshold
from finops.slos.types import MissingData, Severity, WindowKind
from finops.slos.words import INDICATORS, MISSING, SEVERITIES, SUBJECTS, WINDOWS

LARGEST = Decimal(1_000_000_000)
FIELDS = (
    "name", "subject", "value", "indicator", "threshold", "objective", "window", "owner_team", "severity",
    "minimum_events", "missing_data", "project", "environment", "description",
)  # fmt: skip


def _choices(words: dict[Any, Any]) -> list[tuple[str, str]]:
    return [
        (str(one.value), str(getattr(label, "label", label)).capitalize()) for one, label in words.items()
    ]


class SloForm(EditForm):
    """One SLO. `content` is what to store."""

    name = NameField(max_length=100, widget=forms.TextInput(attrs={"placeholder": "Refunds are quick"}))
    subject = forms.ChoiceField(
        label="Of", choices=[(str(one.value), label) for one, label in SUBJECTS.items()]
    )
    value = NameField(label="Named", max_length=256, help_text="As telemetry and rules name it.")
    indicator = forms.ChoiceField(
        label="Good means", choices=[(str(one.value), words.label) for one, words in INDICATORS.items()]
    )
    threshold = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=LARGEST,
        max_digits=18,
        decimal_places=9,
        label="At most",
        help_text="Milliseconds, or USD for a cost. Errors need none.",
    )
    objective = forms.DecimalField(
        min_value=Decimal(str(LEAST)),
        max_value=Decimal(str(MOST)),
        max_digits=6,
        decimal_places=3,
        label="Objective, %",
        help_text=f"The share that shall be good, {LEAST} to {MOST}. 99 allows one in a hundred to be bad.",
    )
    window = forms.ChoiceField(label="Over", choices=_choices(WINDOWS))
    owner_team = forms.ModelChoiceField(
        Team.objects.filter(archived_at=None), required=False, label="Owner team", empty_label="No team"
    )
    severity = forms.ChoiceField(label="Alerts", choices=_choices(SEVERITIES))
    minimum_events = forms.IntegerField(
        min_value=1,
        max_value=1_000_000,
        label="Events for an alert",
        help_text="With fewer in its long window nobody is alerted.",
    )
    missing_data = forms.ChoiceField(
        label="A minute without events",
        choices=_choices(MISSING),
        help_text="Bad suits traffic that never pauses; it is judged five minutes later.",
    )
    project = forms.ModelChoiceField(Project.objects.all(), required=False, empty_label="All projects")
    environment = NameField(required=False, max_length=256, help_text="Empty: all environments.")
    description = forms.CharField(
        required=False,
        max_length=2000,
        label="What to do when it burns",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any], who: Any, is_new: bool) -> None:
        self._who = who
        super().__init__(data, initial=initial)
        if is_new:  # nothing is stored: the address that begins it may be another by now
            del self.fields["seen"]

    def clean_owner_team(self) -> Team | None:
        """A team that whoever asks may act for."""
        owner: Team | None = self.cleaned_data["owner_team"]
        check_owner(self._who, owner)
        return owner

    def clean(self) -> dict[str, Any]:
        """Refuses what could not be counted."""
        given = super().clean()
        if "indicator" in given and "subject" in given:
            indicator, subject = Indicator(int(given["indicator"])), Subject(given["subject"])
            self._refuse(check_indicator, indicator, subject)
            if "threshold" not in self.errors:
                self._refuse(check_threshold, indicator, given.get("threshold"))
        return given

    def _refuse(self, check: Callable[..., None], *said: Any) -> None:
        try:
            check(*said)
        except BadSlo as wrong:
            self.add_error(wrong.field, str(wrong))

    @property
    def content(self) -> dict[str, Any]:
        """The fields of an SLO, the threshold in the unit it is counted in."""
        given = {name: self.cleaned_data[name] for name in FIELDS}
        indicator = Indicator(int(given["indicator"]))
        return {
            **given,
            "indicator": indicator,
            "subject": Subject(given["subject"]),
            "threshold": stored_threshold(indicator, given["threshold"]),
        }


def initial_of(slo: Slo | None, *, given: QueryDict) -> dict[str, Any]:
    """An SLO as the form shows it; a new one as its address begins it."""
    if slo is None:
        begun = {name: given[name] for name in FIELDS if name in given}
        return {
            "objective": "99", "window": WindowKind.ROLLING_28.value, "severity": Severity.TICKET.value,
            "minimum_events": 10, "missing_data": MissingData.IGNORE.value, **begun,
        }  # fmt: skip
    shown = {name: getattr(slo, name) for name in FIELDS}
    shown["threshold"] = said_threshold(Indicator(slo.indicator), slo.threshold)
    shown["objective"] = f"{slo.objective.normalize():f}"
    return shown
