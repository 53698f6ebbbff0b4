"""An e-mail address that names a user becomes a stable pseudonym, unless the project keeps content."""

import hashlib
import hmac

from ingest.decode import DecodedSpan

USER = "user"


def pseudonym(user: str, key: bytes) -> str:
    """A name that is the same for the same address in one project, and cannot be turned back."""
    return "user-" + hmac.digest(key, user.strip().lower().encode(), hashlib.sha256).hex()[:20]


def pseudonymous(decoded: DecodedSpan, key: bytes) -> DecodedSpan:
    """The span with its user renamed when the user is an e-mail address."""
    dims = decoded.span.dims
    user = dims[USER]
    if "@" not in user:
        return decoded
    span = decoded.span._replace(dims={**dims, USER: pseudonym(user, key)})
    return decoded._replace(span=span)
