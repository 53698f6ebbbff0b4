"""The signing key of sessions."""

import secrets
from pathlib import Path

from finops.core import env
from finops.runtime.files import write_private


def ensure_secret_key(path: Path) -> None:
    """Write a key on the first run, unless SPANLEDGER_SECRET_KEY gives one."""
    if not env.text("SPANLEDGER_SECRET_KEY") and not path.exists():
        write_private(path, secrets.token_urlsafe(48))
