"""Signing in and changing one's password: allauth's forms in our words."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, {"login": "E-mail", "password": "Password", "remember": "Stay signed in"})


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "Current password",
            "password1": "New password",
            "password2": "New password again",
        }
        relabel(self, labels)


def relabel(form: forms.Form, labels: Mapping[str, str]) -> None:
    """Name the fields in sentence case, without placeholders that only repeat the label."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
