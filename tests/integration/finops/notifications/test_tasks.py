"""The tasks that beat sends do all of it, from nothing but what is stored."""

from typing import Any

import pytest
from django.utils import timezone

from finops.notifications.models import Message
from finops.notifications.services import begin, send_test
from finops.notifications.tasks import drop_old_messages, tell, tell_again
from finops.notifications.types import State
from tests.factories.news import channel, news
from tests.factories.people import person
from tests.factories.sinks import http_sink

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_beat_sends_decides_and_delivers(settings: Any) -> None:
    settings.PRIVATE_CHANNELS = True
    with http_sink() as sink:
        to = channel(address=sink.url)
        begin([news()])
        message = send_test(to, person("admin"), timezone.now())
        for task in (tell, tell_again, drop_old_messages, tell):
            task.apply(throw=True)
        message.refresh_from_db()
        assert [post.json["type"] for post in sink.posts] == ["test"]
        assert message.state == State.SENT
        assert Message.objects.filter(state=State.WAITING).count() == 1  # it still gathers
