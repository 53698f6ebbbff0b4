"""What an address of a channel may be, and how much of it is shown."""

from typing import Any

import pytest

from finops.notifications.channel_rules import BadAddress, checked, masked
from finops.notifications.chat_services import SERVICES
from finops.notifications.models import Channel
from finops.notifications.types import Kind

SECRETS = ("T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ")
SLACK = f"slack://{'/'.join(SECRETS)}"


@pytest.fixture(autouse=True)
def _public(settings: Any) -> None:
    settings.PRIVATE_CHANNELS = False


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (Kind.EMAIL, " a@example.com; b@example.com,", "a@example.com, b@example.com"),
        (Kind.WEBHOOK, " https://hooks.example.com:8443/a?b=c ", "https://hooks.example.com:8443/a?b=c"),
        (Kind.APPRISE, SLACK, SLACK),
    ],
)
def test_an_address_of_its_kind_is_taken(kind: Kind, typed: str, stored: str) -> None:
    assert checked(kind, typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (Kind.EMAIL, "", "Write 1 to 20 addresses"),
        (Kind.EMAIL, ", ".join(f"a{n}@example.com" for n in range(21)), "Write 1 to 20 addresses"),
        (Kind.EMAIL, "a@example.com\nBcc: b@example.com", "on one line"),
        (Kind.EMAIL, "nobody", "nobody is not an e-mail address"),
        (Kind.WEBHOOK, "http://hooks.example.com/", "starts with https://"),
        (Kind.WEBHOOK, "file:///etc/passwd", "starts with https://"),
        (Kind.WEBHOOK, "https://user:pass@hooks.example.com/", "no password"),
        (Kind.WEBHOOK, "https://hooks.example.com:port/", "https://hooks.example.com/path"),
        (Kind.WEBHOOK, "https://hööks.example.com/", "ASCII"),
        (Kind.WEBHOOK, f"https://hooks.example.com/{'a' * 2000}", "at most 2000"),
        (Kind.APPRISE, "slack://", "looks like slack://TokenA/TokenB/TokenC"),
        (Kind.APPRISE, "tgram://bad", "looks like tgram://"),
    ],
)
def test_what_nothing_can_be_sent_to_is_refused_with_what_would_do(
    kind: Kind, typed: str, words: str
) -> None:
    with pytest.raises(BadAddress, match=words.replace("(", r"\(")):
        checked(kind, typed)


LOCAL = "file syslog rsyslog dbus exec script gnome windows macosx json xml form mailto apprise mqtt ses"
PLAIN = "mmost rocket ntfy"  # only in a private network


@pytest.mark.parametrize("scheme", f"{LOCAL} {PLAIN} config+http".split())
def test_only_chats_and_pagers_on_the_list_can_be_chosen(scheme: str) -> None:
    with pytest.raises(BadAddress, match="starts with one of slack://") as problem:
        checked(Kind.APPRISE, f"{scheme}://user:hunter2@host/path")
    assert "hunter2" not in str(problem.value)


def test_a_private_network_may_be_spoken_to_without_encryption_where_that_is_allowed(settings: Any) -> None:
    settings.PRIVATE_CHANNELS = True
    assert checked(Kind.WEBHOOK, "http://10.0.0.7/hook") and checked(Kind.APPRISE, "mmost://10.0.0.7/token")


def test_an_address_is_shown_without_what_is_secret_in_it() -> None:
    shown = [
        masked(Channel(kind=Kind.APPRISE, address=SLACK)),
        masked(Channel(kind=Kind.APPRISE, address="gone://secret")),
        masked(
            Channel(kind=Kind.WEBHOOK, address="https://hooks.example.com:8443/services/secret?key=secret")
        ),
    ]
    assert shown == ["Slack", "gone://…", "https://hooks.example.com/…"]
    assert masked(Channel(kind=Kind.EMAIL, address="a@example.com")) == "a@example.com"


def test_every_service_says_what_its_address_looks_like() -> None:
    assert all(service.example.startswith(f"{scheme}://") for scheme, service in SERVICES.items())
