"""An e-mail address that names a user becomes a stable pseudonym, unless the project keeps content."""

import hashlib
import hmac
from collections.abc import Mapping

from ingest.decode import DecodedSpan

USER = "user"


def pseudonym(user: str, key: bytes) -> str:
    """A name that is the same for the same address in one project, and cannot be turned back."""
    return "user-" + hmac.digest(key, user.strip().lower().encode(), hashlib.sha256).hex()[:20]


def pseudonymous(decoded: DecodedSpan, key: bytes) -> DecodedSpan:
    """The span with its user renamed when the user is an e-mail address."""
    dims = decoded.span.dims
    renamed = without_address(dims, key)
    return decoded if renamed is dims else decoded._replace(span=decoded.span._replace(dims=renamed))


def without_address(dims: Mapping[str, str], key: bytes) -> Mapping[str, str]:
    """The same dimensions, with the user renamed when it is an e-mail address."""
    user = dims.get(USER)
    return dims if user is None or "@" not in user else {**dims, USER: pseudonym(user, key)}
