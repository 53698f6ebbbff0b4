"""Who calls the API."""

from typing import NamedTuple

from finops.accounts.models import Scope, User


class Caller(NamedTuple):
    """A key, or a person who is signed in: `request.auth`."""

    key_id: int | None  # None: a person
    prefix: str  # names the caller in the audit log
    scope: Scope
    project_id: int | None  # None: all projects
    person: User | None = None
