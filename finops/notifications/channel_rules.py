"""What an address of a channel may be, and how much of it is shown."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from finops.notifications.chat_services import BadService, opened, scheme_of, service_of
from finops.notifications.models import Channel
from finops.notifications.types import Kind

MOST_RECIPIENTS = 20
LONGEST = 2000


class BadAddress(ValueError):
    """An address that nothing can be sent to; the message says why and what would do."""


def checked(kind: Kind, text: str) -> str:
    """An address as it is stored. Raises BadAddress."""
    if len(text) > LONGEST or not text.isprintable():
        raise BadAddress(f"An address has at most {LONGEST} characters, on one line.")
    if kind == Kind.EMAIL:
        return ", ".join(_mailboxes(text))
    return _webhook(text.strip()) if kind == Kind.WEBHOOK else _apprise(text.strip())


def mailboxes(address: str) -> list[str]:
    """The addresses of an e-mail channel."""
    return [part.strip() for part in address.split(",") if part.strip()]


def masked(channel: Channel) -> str:
    """Where a channel leads, without what is secret in it: `https://hooks.example.com/…`, `Slack`."""
    if channel.kind == Kind.EMAIL:
        return channel.address
    if channel.kind == Kind.APPRISE:
        try:
            return service_of(channel.address).name
        except BadService:
            return f"{scheme_of(channel.address)[:20]}://…"
    parts = urlsplit(channel.address)
    return f"{parts.scheme}://{parts.hostname or ''}/…"


def _mailboxes(text: str) -> list[str]:
    found = mailboxes(text.replace(";", ","))
    if not 0 < len(found) <= MOST_RECIPIENTS:
        raise BadAddress(f"Write 1 to {MOST_RECIPIENTS} addresses, separated by commas.")
    for one in found:
        try:
            validate_email(one)
        except ValidationError:
            raise BadAddress(f"{one[:100]} is not an e-mail address.") from None
    return found


def _webhook(text: str) -> str:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise BadAddress("Write the address as https://hooks.example.com/path.") from None
    schemes = ("https", "http") if settings.PRIVATE_CHANNELS else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        raise BadAddress(f"A webhook starts with {' or '.join(f'{name}://' for name in schemes)}.")
    if parts.username or parts.password or parts.fragment:
        raise BadAddress("An address has no password in it: requests are signed instead.")
    if not text.isascii() or " " in text:
        raise BadAddress("Write the address in ASCII: other characters as %C3%A4, other hosts as xn--….")
    return text


def _apprise(text: str) -> str:
    try:
        opened(text)
    except BadService as problem:
        raise BadAddress(str(problem)) from None
    return text
