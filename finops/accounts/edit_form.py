"""Forms over something that is stored already, and perhaps open in two browsers."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict


class EditForm(forms.Form):
    """Refuses once to overwrite what was changed since the form was opened, and says what is stored now."""

    # Nobody types it, so nobody can mend it: whatever it is, it is compared and never refused.
    seen = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, initial: Mapping[str, Any]) -> None:
        self._stored = fingerprint(initial)
        super().__init__(data, initial={**initial, "seen": self._stored})

    def clean(self) -> dict[str, Any]:
        """What to store; `seen` is not part of it."""
        seen = self.cleaned_data.pop("seen", "")
        differing = [self[name] for name in self.changed_data if name != "seen"]
        if seen and seen != self._stored and differing:
            self._offer_again()
            stored = "; ".join(f"{field.label}: {_words(field)}" for field in differing)
            raise forms.ValidationError(
                f"Somebody has changed this since you opened it. Stored now: {stored}. "
                "Save once more to put yours in its place."
            )
        return self.cleaned_data

    def _offer_again(self) -> None:
        again = cast(QueryDict, self.data).copy()
        again["seen"] = self._stored
        self.data = again


def fingerprint(stored: Mapping[str, Any]) -> str:
    """Tells stored values apart, whatever the order of their parts."""
    parts = sorted((name, _key(value)) for name, value in stored.items())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _key(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(_key(part) for part in value)
    return str(value)


def _words(field: forms.BoundField) -> str:
    stored = field.initial
    if isinstance(stored, Iterable) and not isinstance(stored, str):
        return ", ".join(map(str, stored)) or "none"
    choices = dict(getattr(field.field, "choices", ()) or ()) if not isinstance(stored, Model) else {}
    return str(choices.get(stored, stored) if stored not in (None, "") else "none")
