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
