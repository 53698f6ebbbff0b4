"""Reading what a message says from the alerts it tells."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from finops.accounts import selectors as accounts
from finops.notifications.content import Content, Line, content
from finops.notifications.models import Message, Telling
from finops.notifications.recipients import person_of
from finops.notifications.types import Event, Fact, Severity, Source

ORDER = {event: number for number, event in enumerate((Event.BEGAN, Event.AGAIN, Event.ENDED))}


def content_of(message: Message) -> Content | None:
    """What a message says now. None when there is nothing left that its recipient may be told."""
    kind = "test" if message.is_test else "digest" if message.is_digest else "alerts"
    told = [] if message.is_test else _told(message)
    if not told and not message.is_test:
        return None
    return content(message.pk, kind, map(_line, told), settings.PUBLIC_URL + reverse("alerts"))


def _told(message: Message) -> Iterable[Telling]:
    """The last event of each alert; people who have left a team since hear nothing of it."""
    found = message.tellings.select_related("alert__team").order_by("pk")
    if message.user is not None:
        person = person_of(message.user, accounts.time_zone())
        found_list = [one for one in found if person.wants(one.alert.concern)]
    else:
        found_list = list(found)
    found_list.sort(key=lambda one: ORDER[Event(one.event)])
    return {one.alert_id: one for one in found_list}.values()


def _line(telling: Telling) -> Line:
    alert = telling.alert
    event = Event(telling.event)
    return Line(
        alert.pk,
        event,
        Severity(alert.severity),
        Source(alert.source),
        alert.title,
        alert.ending if event == Event.ENDED else alert.summary,
        "" if event == Event.ENDED else alert.why,
        tuple(Fact(*pair) for pair in alert.facts),
        alert.subject_name,
        alert.team.name if alert.team else "",
        alert.began_at,
        alert.ended_at if event == Event.ENDED else None,
        settings.PUBLIC_URL + alert.path,
        settings.PUBLIC_URL + reverse("alert", args=[alert.pk]),
    )
