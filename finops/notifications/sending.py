"""The way out for one message."""

import datetime as dt

from finops.accounts import selectors as accounts
from finops.accounts.models import User
from finops.accounts.zones import seen_zone
from finops.notifications.channel_rules import mailboxes
from finops.notifications.content import Content
from finops.notifications.failures import NotTaken
from finops.notifications.models import Channel, Message
from finops.notifications.reading import content_of
from finops.notifications.senders import chat, mail, webhook
from finops.notifications.types import Kind


class NobodyToTell(Exception):
    """Nothing is left of a message that its recipient may still be told."""


def send(message: Message, now: dt.datetime) -> str:
    """Send a message. Returns what the receiver found wrong and took all the same.

    Raises NotTaken, and NobodyToTell.
    """
    content = content_of(message)
    if content is None or (message.user is not None and not message.user.is_active):
        raise NobodyToTell
    if message.user is not None:
        return _to_person(content, message.user, message.attempts + 1)
    assert message.channel is not None  # the database sees to it
    _check(message.channel, is_test=message.is_test)
    return _to_channel(content, message.channel, message.attempts + 1, now)


def _to_person(content: Content, user: User, attempt: int) -> str:
    zone = seen_zone(user.time_zone, "") or accounts.time_zone()
    return mail.send(content, [user.email], zone, attempt)


def _to_channel(content: Content, channel: Channel, attempt: int, now: dt.datetime) -> str:
    if channel.kind == Kind.EMAIL:
        return mail.send(content, mailboxes(channel.address), accounts.time_zone(), attempt)
    if channel.kind == Kind.WEBHOOK:
        webhook.send(content, channel.address, channel.secret, now)
    else:
        chat.send(content, channel.address)
    return ""


def _check(channel: Channel, *, is_test: bool) -> None:
    if channel.archived_at is not None:
        raise NotTaken("The channel is archived.", permanent=True)
    if channel.paused_at is not None and not is_test:
        raise NotTaken("The channel is paused.", permanent=True)
