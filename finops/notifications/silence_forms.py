"""What people type of a silence: of what, and until when."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone

from finops.accounts.models import Team
from finops.core import viewer
from finops.core.formatting import counted
from finops.notifications.access import own_teams
from finops.notifications.models import Alert
from finops.notifications.types import Source
from finops.notifications.words import PLURALS

HOUR, MORNING, WEEK, MOMENT = "hour", "morning", "week", "moment"
SUBJECT, TEAM, EVERYTHING = "subject", "team", "everything"
UNTIL = [
    (HOUR, "For 1 hour"),
    (MORNING, "Until tomorrow morning, 9:00"),
    (WEEK, "For 1 week"),
    (MOMENT, "Until the moment below"),
]
LONGEST = dt.timedelta(days=90)
MORNING_AT = dt.time(9)
TYPED = "%Y-%m-%dT%H:%M"


class Asked(NamedTuple):
    """What is silenced from when to when: empty and None mean any."""

    subject: str
    subject_name: str
    source: str
    team: Team | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str


class SilenceForm(forms.Form):
    """One silence, perhaps of what an alert is about. Moments are typed in the zone the person sees."""

    what = forms.ChoiceField(label="Silence", widget=forms.RadioSelect)
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="Choose a team")
    source = forms.ChoiceField(
        label="Only alerts about",
        required=False,
        choices=[("", "Anything"), *((str(one), PLURALS[one].capitalize()) for one in Source)],
    )
    until = forms.ChoiceField(label="How long", choices=UNTIL, widget=forms.RadioSelect, initial=HOUR)
    ends_at = forms.DateTimeField(
        label="Moment it ends",
        required=False,
        input_formats=[TYPED, f"{TYPED}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED),
    )
    starts_at = forms.DateTimeField(
        label="Begins",
        required=False,
        help_text="Empty: now.",
        input_formats=[TYPED, f"{TYPED}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED),
    )
    reason = forms.CharField(
        max_length=500, required=False, label="Why", help_text="Others read it beside the alert."
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        alert: Alert | None,
        who: Any,
        may_all: bool,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial={**initial})
        self.alert = alert
        choices = [(SUBJECT, f"Only {alert.subject_name}")] if alert else []
        choices += [(TEAM, "All alerts of a team")]
        choices += [(EVERYTHING, "All alerts of everybody")] if may_all else []
        _choose(self.fields["what"], choices)
        self.initial.setdefault("what", choices[0][0])
        teams = self.fields["team"]
        assert isinstance(teams, forms.ModelChoiceField)
        teams.queryset = own_teams(who)

    def clean_starts_at(self) -> dt.datetime:
        """Now, or the moment that was typed."""
        return _seen(self.cleaned_data["starts_at"]) or timezone.now()

    def clean_ends_at(self) -> dt.datetime | None:
        """The moment that was typed."""
        return _seen(self.cleaned_data["ends_at"])

    def clean(self) -> dict[str, Any]:
        """The silence as `asked`."""
        given = self.cleaned_data
        if given.get("what") == TEAM and not given.get("team"):
            self.add_error("team", "Choose the team.")
        if self.errors:
            return given
        ends_at = end_of(given["until"], given["starts_at"], given["ends_at"])
        if ends_at is None:
            self.add_error("ends_at", "Say when it ends.")
        elif not self._refuses(given["starts_at"], ends_at):
            given["asked"] = self._asked(given, given["starts_at"], ends_at)
        return given

    def _refuses(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        place = "ends_at" if self.cleaned_data["until"] == MOMENT else "starts_at"
        if ends_at <= max(starts_at, timezone.now()):
            self.add_error(place, "Choose an end that lies ahead, and after its beginning.")
        elif ends_at - starts_at > LONGEST:
            self.add_error(place, f"A silence lasts at most {counted(LONGEST.days, 'day')}.")
        return bool(self.errors)

    def _asked(self, given: Mapping[str, Any], starts_at: dt.datetime, ends_at: dt.datetime) -> Asked:
        alert = self.alert if given["what"] == SUBJECT else None
        return Asked(
            alert.subject if alert else "",
            alert.subject_name if alert else "",
            alert.source if alert else given["source"],
            given["team"] if given["what"] == TEAM else None,
            starts_at,
            ends_at,
            given["reason"].strip() or (alert.title if alert else "No reason given"),
        )


def end_of(until: str, starts_at: dt.datetime, typed: dt.datetime | None) -> dt.datetime | None:
    """When a silence that begins then ends; mornings are those of the person's zone."""
    if until == HOUR:
        return starts_at + dt.timedelta(hours=1)
    if until == WEEK:
        return starts_at + dt.timedelta(days=7)
    if until == MORNING:
        local = viewer.local(starts_at)
        return dt.datetime.combine(local.date() + dt.timedelta(days=1), MORNING_AT, local.tzinfo)
    return typed


def _seen(typed: dt.datetime | None) -> dt.datetime | None:
    """What was typed, read in the zone the person sees; Django reads it in the organisation's."""
    return typed and typed.replace(tzinfo=viewer.zone())


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
