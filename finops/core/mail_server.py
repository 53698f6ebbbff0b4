"""The mail server of an installation, read from `EMAIL_URL`. Pure."""

from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from finops.core.env import BadVariable

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
EXAMPLE = "smtp+starttls://user:password@mail.example.com:587?from=spanledger@example.com"


class MailServer(NamedTuple):
    """Where mail is handed in, and who it is from."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool
    sender: str


def read(url: str) -> MailServer | None:
    """The server that a URL names; None without one. Raises BadVariable, which never repeats the password."""
    if not url:
        return None
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise _bad(f"starts with one of {', '.join(f'{name}://' for name in PORTS)}") from None
    user = unquote(parts.username or "")
    given = parse_qs(parts.query).get("from", [user])[0]
    if not parts.hostname or "@" not in given:
        raise _bad("names a host, and after ?from= the address that mail comes from")
    return MailServer(
        parts.hostname,
        port,
        user,
        unquote(parts.password or ""),
        parts.scheme == "smtp+starttls",
        parts.scheme == "smtps",
        given,
    )


def _bad(rule: str) -> BadVariable:
    return BadVariable(f"EMAIL_URL {rule}, such as {EXAMPLE}")
