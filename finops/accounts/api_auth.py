"""Bearer API keys for `/api/v1`."""

import datetime as dt

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import HttpBearer

from finops.accounts import key_refusals, keys
from finops.accounts.callers import Caller
from finops.accounts.models import ApiKey, Scope, User

USE_RESOLUTION = dt.timedelta(minutes=1)  # one write a minute and key is enough to see who is alive


class ApiKeyAuth(HttpBearer):
    """Accepts keys of the scopes `read` (their own project) and `admin` (all projects)."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller. Raises 401 for a key that does not work and 403 for one of another scope."""
        now = timezone.now()
        key = _working_key(token, now)
        if key.scope == Scope.INGEST:
            raise AuthorizationError(
                message="An ingest key may send telemetry, not read. Create a read key in Settings."
            )
        _note_use(key, now)
        project_id = None if key.scope == Scope.ADMIN else key.project_id
        return Caller(key.pk, key.prefix, Scope(key.scope), project_id)


def _working_key(token: str, now: dt.datetime) -> ApiKey:
    # Looking up the digest leaks nothing by timing: the secret cannot be approached byte by byte.
    key = ApiKey.objects.filter(digest=keys.digest(token)).first()
    if key is None:
        raise AuthenticationError(message="Unknown API key.")
    why = "was revoked" if key.revoked_at else "has expired" if key.has_expired(now) else ""
    if why:
        key_refusals.note(key, now)
        raise AuthenticationError(message=f"The API key {key.prefix}… {why}.")
    return key


def _note_use(key: ApiKey, now: dt.datetime) -> None:
    stale = now - USE_RESOLUTION
    if key.last_used_at is None or key.last_used_at < stale:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=stale)
        ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=now)


def signed_in(request: HttpRequest) -> Caller | None:
    """A person who is signed in may read what their role reads on the screens, and only read."""
    user = request.user
    if request.method not in {"GET", "HEAD"} or not isinstance(user, User):
        return None
    return Caller(None, str(user), Scope.READ, None, user)


def visible_projects(request: HttpRequest) -> tuple[int, ...] | None:
    """The projects the caller may see; None: all."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return None if caller.project_id is None else (caller.project_id,)
