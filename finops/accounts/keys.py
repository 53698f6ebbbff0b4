"""Making and recognising API keys. Pure."""

import hashlib
import secrets
from typing import NamedTuple


class NewKey(NamedTuple):
    """A key at its birth: `secret` is shown once, `digest` and `prefix` are stored."""

    secret: str
    prefix: str
    digest: bytes


def new_key(scope: str) -> NewKey:
    """A key of 192 random bits that tells its scope, e.g. `sl_ingest_…`."""
    secret = f"sl_{scope}_{secrets.token_urlsafe(24)}"
    return NewKey(secret, secret[: len(scope) + 4 + 6], digest(secret))


def digest(secret: str) -> bytes:
    """SHA-256 of a key. The key is random and long, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
