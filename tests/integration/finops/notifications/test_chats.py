"""Messages to chats, through Apprise."""

import logging
from typing import Any

import pytest

from finops.notifications.dispatch import dispatch
from finops.notifications.models import Message
from finops.notifications.types import Kind, Severity, State
from tests.factories.deliveries import deliver, log
from tests.factories.news import NOW, alert, channel
from tests.factories.sinks import HttpSink

pytestmark = pytest.mark.django_db


def test_a_chat_is_told_briefly_and_its_marks_are_harmless(hook: HttpSink) -> None:
    host, hook.answers = f"127.0.0.1:{hook.server_port}", [(200, {})]
    channel(kind=Kind.APPRISE, address=f"mmost://{host}/token123")
    one = alert(title="@all <!channel> is over", severity=Severity.CRITICAL)
    dispatch(NOW)
    deliver()
    text = hook.posts[0].json["text"]
    assert hook.posts[0].path == "/hooks/token123"
    assert "@all" not in text and "<!" not in text and "is over" in text
    assert one.summary in text and f"https://spend.example.com/alerts/{one.pk}/" in text
    assert log() == [""]


@pytest.mark.parametrize(("status", "state"), [(500, State.WAITING), (401, State.FAILED)])
def test_a_chat_that_refuses_is_logged_without_its_token(
    hook: HttpSink, status: int, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hook.answers = [(status, {})]
    channel(kind=Kind.APPRISE, address=f"mmost://127.0.0.1:{hook.server_port}/token123?retry=3&wait=9")
    alert()
    dispatch(NOW)
    deliver()
    assert (Message.objects.get().state, log()) == (state, [f"Mattermost answered {status}."])
    assert len(hook.posts) == 1 and "token123" not in caplog.text


def test_a_chat_in_a_private_network_is_refused_where_that_is_not_allowed(settings: Any) -> None:
    settings.PRIVATE_CHANNELS = False
    channel(kind=Kind.APPRISE, address="mmosts://127.0.0.1/token123")
    alert()
    dispatch(NOW)
    deliver()
    assert "private network" in log()[0]
