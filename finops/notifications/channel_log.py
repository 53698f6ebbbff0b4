"""What channels and people were sent, and how it went."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from finops.accounts.models import User
from finops.core.paging import Cursor
from finops.notifications.models import Channel, Message, Telling
from finops.notifications.timeline import remark
from finops.notifications.words import told_sentence

TEST_SHOWN = dt.timedelta(minutes=15)  # for which a page says how its test went


class Place(NamedTuple):
    """Where a page of messages ended."""

    opened_at: dt.datetime
    id: uuid.UUID


class Line(NamedTuple):
    """A message of the log: what it told, and what went wrong when it was last tried, if anything did."""

    message: Message
    title: str
    more: int  # alerts beside the first
    remark: str


class Listed(NamedTuple):
    """A channel of the list with the last message it was sent."""

    channel: Channel
    last: Line | None


PLACES = Cursor(Place)


def lines(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages with what `line` needs."""
    of = Telling.objects.filter(message=OuterRef("pk"))
    told = of.order_by().values("message").annotate(number=Count("pk")).values("number")
    first = of.order_by("pk").values("alert__title")[:1]
    # Asked for the messages of a page alone: counting by a join would count all of the log first.
    return messages.annotate(told=Subquery(told), first_title=Subquery(first)).prefetch_related("tries")


def line(message: Message) -> Line:
    """A message as the log shows it."""
    told, title = message.told, message.first_title  # type: ignore[attr-defined]  # of `lines`
    if message.is_test:
        title = "Test"
    elif message.is_digest:
        title = "Digest"
    return Line(message, title or "Nothing any more", max((told or 0) - 1, 0), remark(message))


def listed(channels: Iterable[Channel]) -> list[Listed]:
    """Channels with how their last delivery went, in the order given."""
    known = list(channels)
    newest = Message.objects.filter(channel=OuterRef("pk")).order_by("-opened_at").values("pk")[:1]
    ids = Channel.objects.filter(pk__in=[one.pk for one in known]).annotate(newest=Subquery(newest))
    of = dict(ids.values_list("pk", "newest"))
    found = {one.pk: one for one in lines(Message.objects.filter(pk__in=filter(None, of.values())))}
    return [
        Listed(one, line(found[last]) if (last := of.get(one.pk)) and last in found else None)
        for one in known
    ]


def page_of(channel: Channel, cursor: str, *, most: int) -> tuple[list[Line], str]:
    """A page of its log, the newest first, and the cursor of the next. Raises BadParameter."""
    found = lines(Message.objects.filter(channel=channel)).order_by("-opened_at", "-pk")
    if cursor:
        after = PLACES.decode(cursor)
        found = found.filter(Q(opened_at__lt=after.opened_at) | Q(opened_at=after.opened_at, pk__lt=after.id))
    rows = list(found[: most + 1])
    end = rows[most - 1] if rows[most:] else None
    return [line(one) for one in rows[:most]], PLACES.encode(Place(end.opened_at, end.pk)) if end else ""


def last_test(to: Channel | User, now: dt.datetime) -> Line | None:
    """The test that was sent lately, if any."""
    whose = Message.objects.filter(channel=to) if isinstance(to, Channel) else Message.objects.filter(user=to)
    found = lines(whose.filter(is_test=True, opened_at__gt=now - TEST_SHOWN)).order_by("-opened_at").first()
    return line(found) if found else None


def what_it_is_told(channel: Channel) -> str:
    """In a sentence; its teams are best prefetched."""
    return told_sentence(
        least=channel.least_severity,
        sources=channel.sources,
        teams=[team.name for team in channel.teams.all()],
        recovery=channel.tells_recovery,
        again=channel.again_after,
    )
