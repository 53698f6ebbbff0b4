"""A quarter replayed through settling, evaluation and delivery, a day at a time, with known breaches.

What has to be told when is worked out here from the calls alone, without the ledger. Workers that evaluate or
deliver are killed all along.
"""

import datetime as dt
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import transaction

from finops.budgets.models import Budget, Firing
from finops.budgets.periods import period_of
from finops.budgets.types import Kind, Period, Threshold
from finops.budgets.watch import evaluate_all
from finops.ledger.settling.worker import settle_all
from finops.notifications.delivery import deliver, due
from finops.notifications.dispatch import dispatch
from finops.notifications.types import Kind as ChannelKind
from tests.factories.budgets import budget
from tests.factories.ledger import START, FakeSpan, call, store_batch
from tests.factories.news import channel
from tests.factories.sinks import HttpSink, MailSink, http_sink, mail_sink
from tests.factories.tellers import Tellers, tellers

QUARTER = dt.date(2026, 4, 1), dt.date(2026, 7, 1)
PERCENTS = (50, 80, 100)
THRESHOLDS = tuple(Threshold(Kind.ACTUAL, percent) for percent in PERCENTS)
TEAMS = ("support", "sales")
# One alert in a mail: whether it is over, and the page with its numbers.
TOLD = re.compile(r"^(Ended: )?.* reached .*\n(?:.+\n)*?The numbers: (\S+)", re.MULTILINE)

pytestmark = pytest.mark.django_db(transaction=True)


class Arrival(NamedTuple):
    """A call, when it was made and when it arrived."""

    made: dt.datetime
    arrived: dt.datetime
    team: str
    cost: Decimal


class Told(NamedTuple):
    """A threshold that is told, and on which evening."""

    budget: str
    period: dt.date
    percent: int
    evening: dt.date


class Heard(NamedTuple):
    """That a threshold was reached, or that this is over, and in the message of which evening."""

    told: Told
    is_over: bool
    evening: dt.date


def arrivals(seed: int = 7) -> list[Arrival]:
    """Some calls a day, a tenth of them up to four days late, so that months get calls after they ended."""
    chance, found = random.Random(seed), []
    day = QUARTER[0]
    while day < QUARTER[1]:
        for _ in range(chance.randrange(1, 4)):
            made = dt.datetime.combine(day, dt.time(chance.randrange(24), 30), dt.UTC)
            late = dt.timedelta(days=chance.randrange(1, 5)) if chance.random() < 0.1 else dt.timedelta()
            cost = Decimal(chance.randrange(100, 900)) / 100
            found.append(Arrival(made, made + late, chance.choice(TEAMS), cost))
        day += dt.timedelta(days=1)
    return found


def evenings() -> Iterator[dt.datetime]:
    """When budgets are evaluated."""
    days = (QUARTER[1] - QUARTER[0]).days
    for number in range(days):
        yield dt.datetime.combine(QUARTER[0] + dt.timedelta(days=number), dt.time(23, 59), dt.UTC)


def expected(budgets: list[Budget], calls: list[Arrival]) -> set[Told]:
    """Each threshold on the first evening that the calls that have arrived reach it."""
    found: dict[tuple[str, dt.date, int], dt.date] = {}
    for evening in evenings():
        for one in budgets:
            zone = ZoneInfo(one.time_zone)
            current = period_of(Period(one.period), evening.astimezone(zone).date())
            before = period_of(Period(one.period), current.start - dt.timedelta(days=1))
            for days in (current, before):
                spent = sum(
                    known.cost
                    for known in calls
                    if known.arrived <= evening
                    and known.team in one.filters.get("team", TEAMS)
                    and days.start <= known.made.astimezone(zone).date() < days.end
                )
                for percent in PERCENTS:
                    if spent * 100 >= one.amount * percent:
                        found.setdefault((one.name, days.start, percent), evening.date())
    return {Told(*key, evening) for key, evening in found.items()}


def heard(budgets: Iterable[Budget], told: set[Told]) -> set[Heard]:
    """What messages have to say: the beginning of each, and the end of its period, late ones a day later."""
    by_name, found = {one.name: one for one in budgets}, set[Heard]()
    for one in told:
        of = by_name[one.budget]
        began = dt.datetime.combine(one.evening, dt.time(23, 59), dt.UTC)
        last = period_of(Period(of.period), one.period).end
        over = dt.datetime.combine(last, dt.time(), ZoneInfo(of.time_zone))
        over = over if began < over else began + dt.timedelta(days=1)
        ends = [evening.date() for evening in evenings() if evening >= over]
        found |= {Heard(one, False, one.evening), *(Heard(one, True, end) for end in ends[:1])}
    return found


def tell(evening: dt.datetime, workers: Tellers, chance: random.Random) -> None:
    """Tell what there is to tell. On some evenings the worker that does is killed, and another goes on."""
    if evening.day % 6 == 1:
        number = workers.start(evening.isoformat())
        time.sleep(chance.uniform(0, 0.1))
        workers.kill(number)
    soon = evening + dt.timedelta(seconds=30)
    while not dispatch(evening) or deliver(soon) is None or due(soon):
        pass


def posted(sink: HttpSink) -> list[Heard]:
    """What the webhook was told, each message once however often it came."""
    messages = {post.headers["webhook-id"]: post.json for post in sink.posts}
    return [
        Heard(fired(one["evidence_url"]), one["event"] == "ended", evening)
        for message in messages.values()
        for evening in [dt.datetime.fromisoformat(message["timestamp"]).date()]
        for one in message["data"]["alerts"]
    ]


def mailed(sink: MailSink) -> list[tuple[Told, bool]]:
    """What mail told, each message once however often it came."""
    texts = {str(mail["Message-ID"]): mail.get_body(("plain",)).get_content() for mail in sink.mails}
    pattern = re.compile(
        r"^(Ended: )?.* (?:reached|is expected) [^\n]*\n(?:.+\n)*?The numbers: (\S+)", re.MULTILINE
    )
    return [(fired(url), bool(over)) for text in texts.values() for over, url in pattern.findall(text)]


def fired(url: str) -> Told:
    """The threshold that a page with evidence is about."""
    one = Firing.objects.select_related("budget").get(pk=int(url.rstrip("/").rpartition("/")[2]))
    return Told(one.budget.name, one.period_start, one.percent, one.fired_at.date())


@pytest.fixture
def sinks(settings: Any, transactional_db: None) -> Iterator[tuple[HttpSink, MailSink, Tellers]]:
    """Where messages arrive, and workers that send them there."""
    with http_sink() as http, mail_sink() as (mail, server):
        settings.PRIVATE_CHANNELS, settings.MAIL_SERVER = True, server
        channel("hook", address=http.url)
        channel("mail", kind=ChannelKind.EMAIL, address="leads@example.com")
        url = f"smtp://{server.host}:{server.port}?from=spend@example.com"
        with tellers(EMAIL_URL=url, SPANLEDGER_PRIVATE_CHANNELS="1") as workers:
            yield http, mail, workers


def span(number: int, of: Arrival) -> FakeSpan:
    """The call as it is stored."""
    at = (of.made - START).total_seconds()
    return call(f"call {number}", 10, 1, trace=f"trace {number}", at=at, cost=of.cost, dims={"team": of.team})


def test_every_breach_of_a_quarter_is_told_once_on_its_evening(
    database: psycopg.Connection[Any], project: int, sinks: tuple[HttpSink, MailSink, Tellers]
) -> None:
    http, mail, workers = sinks
    chance = random.Random(11)
    long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    given = {"thresholds": THRESHOLDS, "since": long_ago}
    budgets = [
        budget("A month", amount=150, team="support", **given),
        budget("A quarter", amount=700, period=Period.QUARTER, **given),
        budget("A week of New York", amount=40, period=Period.WEEK, zone="America/New_York", **given),
        budget(
            "A day of Auckland", amount=12, period=Period.DAY, zone="Pacific/Auckland", team="sales", **given
        ),
        budget("Never reached", amount=100_000, **given),
    ]
    calls = arrivals()
    waiting = sorted(enumerate(calls), key=lambda one: one[1].arrived)
    for evening in evenings():
        come = [span(number, of) for number, of in waiting if of.arrived <= evening]
        waiting = [(number, of) for number, of in waiting if of.arrived > evening]
        if come:
            store_batch(come, project, database)
            store_batch(come[:1], project, database)  # sent again
        settle_all(database)
        if evening.day % 6 == 0:  # a worker that is killed before it commits
            with pytest.raises(RuntimeError), transaction.atomic():
                evaluate_all(evening)
                raise RuntimeError
        for _ in range(2 if evening.day % 6 == 3 else 1):
            evaluate_all(evening)
        tell(evening, workers, chance)
    told = {
        Told(one.budget.name, one.period_start, one.percent, one.fired_at.date())
        for one in Firing.objects.select_related("budget")
    }
    assert told == expected(budgets, calls)
    assert Firing.objects.count() == len(told) > 90
    wanted = heard(budgets, told)
    assert Counter(posted(http)) == Counter(wanted)
    assert Counter(mailed(mail)) == Counter((one.told, one.is_over) for one in wanted)
    assert {name for name, *_ in told} == {one.name for one in budgets} - {"Never reached"}
