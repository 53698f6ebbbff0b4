"""Writing to the audit log."""

from typing import Any

from finops.audit.models import Entry


def record(*, actor: Any, action: str, target: str, detail: dict[str, Any] | None = None) -> None:
    """Append one entry in the caller's transaction.

    `actor` is a user, or the name of a command or key that acted.
    """
    user = None if isinstance(actor, str) else actor
    Entry.objects.create(
        actor=user, actor_name=str(actor), action=action, target=target[:200], detail=detail or {}
    )
