"""What people type in Settings. Forms check the shape; services decide."""

import calendar
import datetime as dt

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone

from finops.accounts.edit_form import EditForm
from finops.accounts.models import ContentPolicy, Project, Role, Scope, Team, User
from finops.accounts.zones import BROWSER, ORGANISATION, is_zone, zone_names

LEDGER_CURRENCY = "USD"
OLDEST = dt.timedelta(days=400)  # calls are accepted from then on
PROJECT_POLICIES = [
    (ContentPolicy.DROP.value, "Drop: prompts and completions are never written"),
    (ContentPolicy.REDACT.value, "Redact: kept without what looks like a secret or personal data"),
    (ContentPolicy.KEEP.value, "Keep: engineers and administrators can read them"),
]


class NameField(forms.CharField):
    """A name that people make up; it stands in sentences and must not turn their direction."""

    default_validators = [
        RegexValidator(
            "[\u202a-\u202e\u2066-\u2069]",
            "Leave out the invisible characters that turn the direction of text.",
            inverse_match=True,
        )
    ]


class ProjectForm(forms.Form):
    """What can be changed about a project."""

    content_policy = forms.ChoiceField(
        label="Prompts and completions",
        choices=PROJECT_POLICIES,
        help_text="Takes effect for what arrives from now on.",
    )
    owner_team = forms.ModelChoiceField(
        Team.objects.filter(archived_at=None),
        required=False,
        label="Owner team",
        empty_label="No team",
        help_text="Gets the spend that names no team.",
    )


class ProjectEditForm(EditForm, ProjectForm):
    """A stored project."""

    owned_since = forms.DateField(
        required=False,
        label="The owner team owns it since",
        help_text="Stored calls that began on that day or later and name no team follow. Empty: a new owner "
        "gets what arrives from now on.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_owned_since(self) -> dt.date | None:
        """A day that a stored call can have begun on."""
        since: dt.date | None = self.cleaned_data["owned_since"]
        today = timezone.localdate()
        if since and not today - OLDEST <= since <= today:
            raise forms.ValidationError("Choose a day of the last 400, or leave it empty.")
        return since


class NewProjectForm(ProjectForm):
    """A project at its birth; its name stays, because telemetry and reports refer to it."""

    name = NameField(max_length=100, help_text="Cannot be changed later.")
    field_order = ["name", "content_policy", "owner_team"]


class KeyForm(forms.Form):
    """A new key."""

    project = forms.ModelChoiceField(Project.objects.all(), empty_label=None)
    scope = forms.ChoiceField(
        choices=[
            (Scope.INGEST.value, "Ingest: send telemetry"),
            (Scope.READ.value, "Read: this project through the API"),
            (Scope.ADMIN.value, "Admin: all projects through the API"),
        ],
        help_text="A key has one scope: what sends telemetry never reads.",
    )
    name = NameField(
        max_length=100, required=False, help_text="To recognise it by, such as checkout-production."
    )
    expires_at = forms.DateTimeField(
        required=False,
        label="Expires",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="As this day begins for the organisation. Empty: works until it is revoked.",
    )

    def clean_expires_at(self) -> object:
        """A key that has expired already is a mistake."""
        expires_at = self.cleaned_data["expires_at"]
        if expires_at is not None and expires_at <= timezone.now():
            raise forms.ValidationError("Choose a day in the future.")
        return expires_at


class AccessForm(forms.Form):
    """What somebody may do and see."""

    role = forms.ChoiceField(choices=Role.choices)
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(archived_at=None),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="An engineering lead reads prompts of these teams only.",
    )


class UserForm(AccessForm):
    """What can be changed about a person."""

    name = NameField(max_length=200, required=False)
    field_order = ["name", "role", "teams"]


class UserEditForm(EditForm, UserForm):
    """A stored person."""


class NewUserForm(UserForm):
    """A person to invite."""

    email = forms.EmailField(max_length=254, label="E-mail")
    role = forms.ChoiceField(choices=Role.choices, initial=Role.ENGINEER.value)
    field_order = ["email", "name", "role", "teams"]


class InvitationForm(AccessForm):
    """Whom to invite."""

    email = forms.EmailField(max_length=254, label="E-mail")
    role = forms.ChoiceField(choices=Role.choices, initial=Role.ENGINEER.value)
    field_order = ["email", "role", "teams"]


class AcceptForm(forms.Form):
    """What somebody who was invited chooses."""

    name = NameField(max_length=200, required=False)
    password = forms.CharField(
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters.",
    )
    again = forms.CharField(
        max_length=200,
        label="Password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """A password that nobody guesses."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean_again(self) -> str:
        """The same once more."""
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError("This is not the same password.")
        return again


class AccountForm(forms.Form):
    """What people choose for themselves."""

    time_zone = forms.ChoiceField(required=False, label="Show times in")

    def __init__(self, data: QueryDict | None, *, chosen: str, organisation: str, browser: str) -> None:
        super().__init__(data, initial={"time_zone": chosen})
        here = f" ({browser})" if is_zone(browser) else ""
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (ORGANISATION, f"The organisation's time zone ({organisation})"),
            (BROWSER, f"The time zone of the browser you use{here}"),
            ("One time zone", zone_names()),
        ]


class TeamForm(forms.Form):
    """A new team."""

    name = NameField(
        max_length=256, help_text="As telemetry spells it in finops.team, so that spend finds its team."
    )


class TeamEditForm(EditForm, TeamForm):
    """What can be changed about a team."""

    name = NameField(
        max_length=256,
        help_text="Spend is found by the name telemetry sends: rename the team there as well.",
    )
    members = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="An engineering lead among them reads prompts of this team.",
    )


class OrganisationForm(EditForm):
    """The organisation's name and calendar."""

    name = NameField(max_length=200)
    time_zone = forms.ChoiceField(
        choices=zone_names,
        help_text="Days and months end at midnight here. When it changes, all days are counted anew.",
    )
    fiscal_year_start = forms.TypedChoiceField(
        label="Fiscal year begins in",
        help_text="Quarters and years of every range follow it.",
        choices=[(month, calendar.month_name[month]) for month in range(1, 13)],
        coerce=int,
    )
    reporting_currency = forms.RegexField(
        "^[A-Z]{3}$",
        required=False,
        max_length=3,
        help_text="Told beside US dollars, at your exchange rate of each month. Empty: none.",
        error_messages={"invalid": "Write the three letters of ISO 4217, such as EUR or GBP."},
        widget=forms.TextInput(attrs={"size": 3, "placeholder": "EUR"}),
    )

    def clean_reporting_currency(self) -> str:
        """Another one than that of the ledger."""
        code: str = self.cleaned_data["reporting_currency"]
        return "" if code == LEDGER_CURRENCY else code
