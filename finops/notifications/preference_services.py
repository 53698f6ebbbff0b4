"""Storing what people want to be told."""

from typing import Any

from django.db import transaction

from finops.accounts.models import User
from finops.notifications.models import Preference


@transaction.atomic
def preference_save(*, user: User, given: dict[str, Any]) -> Preference:
    """Store what a person wants; `given` holds the fields of a preference."""
    preference, _ = Preference.objects.update_or_create(user=user, defaults=given)
    return preference
