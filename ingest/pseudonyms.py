"""Dimensions without personal data, unless the project keeps content: who it was stays apart, but unknown."""

import hashlib
import hmac
from collections.abc import Mapping

from finops.attribution.custom import PREFIX
from finops.telemetry.types import FALLBACK_SUFFIX
from ingest.auth import Sender
from ingest.decode import DecodedSpan
from ingest.records import Policy
from ingest.redaction import is_known_clean, redacted

USER = "user"


def pseudonym(dimension: str, value: str, key: bytes) -> str:
    """A name that is the same for the same value in one project, and cannot be turned back."""
    return (
        dimension.removesuffix(FALLBACK_SUFFIX).removeprefix(PREFIX)
        + "-"
        + hmac.digest(key, value.strip().lower().encode(), hashlib.sha256).hex()[:20]
    )


def pseudonymous(decoded: DecodedSpan, sender: Sender) -> DecodedSpan:
    """The span with pseudonyms in its dimensions."""
    dims = decoded.span.dims
    named = renamed(dims, sender)
    return decoded if named is dims else decoded._replace(span=decoded.span._replace(dims=named))


def renamed(dims: Mapping[str, str], sender: Sender) -> Mapping[str, str]:
    """The same dimensions; a pseudonym for a user that is an e-mail address and, under `redact`, for every
    value that holds something secret or personal. Under `keep` nothing changes."""
    if sender.content_policy is Policy.KEEP:
        return dims
    redact = sender.content_policy is Policy.REDACT
    hidden = [
        name
        for name, value in dims.items()
        if (name == USER and "@" in value)
        or (redact and not is_known_clean(value) and redacted(value) is not value)
    ]
    if not hidden:
        return dims
    return {**dims, **{name: pseudonym(name, dims[name], sender.pseudonym_key) for name in hidden}}
