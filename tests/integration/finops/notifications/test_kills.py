"""Workers are killed in the middle of it: everything arrives, and what comes twice has the same id."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from finops.notifications.models import Attempt, Message, Telling
from finops.notifications.services import begin
from finops.notifications.types import Kind, State
from tests.factories.news import NOW, channel, news
from tests.factories.sinks import HttpSink, MailSink, http_sink, mail_sink
from tests.factories.tellers import Tellers, tellers
from tests.factories.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
CHANNELS, KILLS = 10, 5


@pytest.fixture(scope="module")
def sinks() -> Iterator[tuple[HttpSink, MailSink, dict[str, str]]]:
    with http_sink() as http, mail_sink() as (mail, server):
        url = f"smtp://{server.host}:{server.port}?from=spend@example.com"
        yield http, mail, {"EMAIL_URL": url, "SPANLEDGER_PRIVATE_CHANNELS": "1"}


@pytest.fixture
def workers(sinks: tuple[HttpSink, MailSink, dict[str, str]], transactional_db: None) -> Iterator[Tellers]:
    with tellers(**sinks[2]) as found:
        yield found


def killed_in_the_middle(workers: Tellers, chance: random.Random, received: Callable[[], int]) -> int:
    least = min(received() + chance.randrange(4), 2 * CHANNELS)
    number = workers.start(NOW.isoformat())
    eventually(lambda: received() >= least, "it has sent some")
    time.sleep(chance.uniform(0, 0.02))
    return workers.kill(number)


def test_killed_workers_lose_nothing_and_repeat_only_with_the_same_id(
    workers: Tellers, sinks: tuple[HttpSink, MailSink, dict[str, str]]
) -> None:
    http, mail, _ = sinks
    for number in range(CHANNELS):
        channel(f"hook {number}", address=http.url)
        channel(f"mail {number}", kind=Kind.EMAIL, address=f"team{number}@example.com")
    begin([news(str(number)) for number in range(20)])
    chance = random.Random(5)
    codes = [
        killed_in_the_middle(workers, chance, lambda: len(http.posts) + len(mail.mails)) for _ in range(KILLS)
    ]
    workers.start(NOW.isoformat())
    assert workers.ended() == 0
    posted, mailed = Counter(http.ids), Counter(mail.ids)
    sent = set(Message.objects.filter(state=State.SENT).values_list("pk", flat=True))
    assert {f"msg_{one.hex}" for one in sent} == {*posted} | {
        f"msg_{one.strip('<>').partition('@')[0].replace('-', '')}" for one in mailed
    }
    assert len(posted) == len(mailed) == CHANNELS
    assert Telling.objects.count() == 2 * CHANNELS * 20
    assert {len(post.json["data"]["alerts"]) for post in http.posts} == {20}
    assert -9 in codes
    assert posted.total() + mailed.total() - 2 * CHANNELS <= KILLS * 8  # as many as are sent at once


def test_killed_between_the_receivers_yes_and_the_commit_it_is_sent_once_more_with_the_same_id(
    workers: Tellers, sinks: tuple[HttpSink, MailSink, dict[str, str]]
) -> None:
    http = sinks[0]
    http.posts.clear()
    http.hold = threading.Event()
    channel(address=http.url)
    begin([news()])
    number = workers.start(NOW.isoformat())
    eventually(lambda: http.posts, "the receiver has it")
    assert workers.kill(number) == -9
    assert Message.objects.get().state == State.WAITING and not Attempt.objects.exists()
    http.hold.set()
    workers.start(NOW.isoformat())
    assert workers.ended() == 0
    first, second = http.posts
    assert (first.headers["webhook-id"], first.json) == (second.headers["webhook-id"], second.json)
    assert Message.objects.get().state == State.SENT and Attempt.objects.count() == 1
    http.hold = None
