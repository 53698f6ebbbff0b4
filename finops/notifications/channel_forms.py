"""What people type of a channel. Its address is written and never shown again where it holds a secret."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict

from finops.accounts.edit_form import EditForm
from finops.accounts.forms import NameField
from finops.notifications.access import own_teams
from finops.notifications.channel_rules import BadAddress, checked
from finops.notifications.channel_services import Content
from finops.notifications.models import Channel
from finops.notifications.types import Kind, Severity, Source
from finops.notifications.words import AGAIN, LEAST, PLURALS

ADDRESSES = {
    Kind.EMAIL: ("E-mail addresses", "Separated by commas: on-call@example.com, finance@example.com"),
    Kind.WEBHOOK: (
        "Address",
        "https://hooks.example.com/spanledger: it is sent JSON, signed as Standard Webhooks says.",
    ),
    Kind.APPRISE: (
        "Apprise URL",
        "Such as slack://TokenA/TokenB/TokenC. The other services are listed with this form.",
    ),
}
KEPT = "Empty: the address that is stored stays. "
NEVER = ""


def seconds(after: dt.timedelta | None) -> str:
    """A choice of how often something is told again."""
    return str(int(after.total_seconds())) if after else NEVER


class ChannelForm(EditForm):
    """One channel of a kind: where it leads and what it is told."""

    name = NameField(max_length=100, help_text="To recognise it by, such as Payments on-call.")
    address = forms.CharField(max_length=2000, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    owner_team = forms.ModelChoiceField(
        own_teams(None), required=False, label="Owner team", help_text="Its engineering leads may change it."
    )
    least_severity = forms.ChoiceField(
        label="Tell it", choices=[(str(one), LEAST[one]) for one in reversed(Severity)]
    )
    sources = forms.MultipleChoiceField(
        label="About",
        required=False,
        choices=[(str(one), PLURALS[one][0].upper() + PLURALS[one][1:]) for one in Source],
        widget=forms.CheckboxSelectMultiple,
        help_text="None: all of them.",
    )
    teams = forms.ModelMultipleChoiceField(
        own_teams(None),
        label="Of teams",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: of all teams, and what belongs to none.",
    )
    tells_recovery = forms.BooleanField(label="Also when they end", required=False)
    again_after = forms.TypedChoiceField(
        label="Again while it goes on",
        required=False,
        choices=[(NEVER, "Never"), *((seconds(one), text.capitalize()) for one, text in AGAIN.items())],
        coerce=lambda text: dt.timedelta(seconds=int(text)),
        empty_value=None,
        help_text="Until somebody acknowledges the alert.",
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        kind: Kind,
        channel: Channel | None,
        who: Any,
        must_own: bool,
    ) -> None:
        super().__init__(data, initial=initial_of(channel))
        self.kind, self.stored = kind, channel
        self._say_address()
        self._offer_teams(who, must_own)

    def _say_address(self) -> None:
        field = self.fields["address"]
        field.label, field.help_text = ADDRESSES[self.kind]
        if self.stored and self.kind != Kind.EMAIL:
            field.required, field.help_text = False, KEPT + str(field.help_text)

    def _offer_teams(self, who: Any, must_own: bool) -> None:
        for name in ("owner_team", "teams"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = own_teams(who)
        owner = self.fields["owner_team"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.required = must_own
        owner.empty_label = "Choose a team" if must_own else "No team"

    def clean_address(self) -> str:
        """An address of this kind that can be told something."""
        typed: str = self.cleaned_data["address"].strip()
        if not typed:
            return ""
        try:
            return checked(self.kind, typed)
        except BadAddress as problem:
            raise forms.ValidationError(str(problem)) from None

    @property
    def content(self) -> Content:
        """What a valid form says."""
        given = self.cleaned_data
        return Content(
            given["name"],
            given["address"],
            given["owner_team"],
            tuple(given["teams"]),
            tuple(Source(one) for one in given["sources"]),
            Severity(given["least_severity"]),
            given["tells_recovery"],
            given["again_after"],
        )


def initial_of(channel: Channel | None) -> dict[str, Any]:
    """A stored channel as the form shows it, or one nobody has said anything of yet."""
    if channel is None:
        return {"least_severity": str(Severity.WARNING), "tells_recovery": True}
    return {
        "name": channel.name,
        "address": channel.address if channel.kind == Kind.EMAIL else "",
        "owner_team": channel.owner_team,
        "least_severity": channel.least_severity,
        "sources": channel.sources,
        "teams": list(channel.teams.all()),
        "tells_recovery": channel.tells_recovery,
        "again_after": seconds(channel.again_after),
    }
