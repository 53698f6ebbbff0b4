"""What every form in Settings does once it is sent."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

from finops.accounts.models import User
from finops.accounts.services import Refused

Result = TypeVar("Result")


def submit(form: forms.Form, change: Callable[[dict[str, Any]], Result]) -> Result | None:
    """Make the change when the form is valid. A refusal becomes the form's error."""
    if not form.is_valid():
        return None
    try:
        return change(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def actor(request: HttpRequest) -> User:
    """The person who makes the change."""
    assert isinstance(request.user, User)  # views here are guarded by `require`
    return request.user
