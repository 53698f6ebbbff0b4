"""What alerts say of anomalies."""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse

from finops.accounts import selectors as accounts
from finops.accounts.models import Team
from finops.anomalies import words
from finops.anomalies.models import Anomaly
from finops.anomalies.types import Kind
from finops.core.formatting import amount, share
from finops.notifications import services
from finops.notifications.types import Ending, Fact, News, Severity, Source
from finops.spend.dimensions import label_of

GRAVE = 10  # times what is worth telling, and at least so many times what is usual: somebody is woken
GRAVE_TIMES = 3
MOST_FACTS = 4
NEWS_FOR = dt.timedelta(days=2)  # after its end


def tell(
    begun: Sequence[Anomaly], over: Iterable[Anomaly], withdrawn: Iterable[Anomaly], now: dt.datetime
) -> None:
    """Tell what begins and what is over, in the transaction that stores it.

    What is over when it is found ends in the next look, so that its beginning is told: money was spent.
    What is long over, as in history that was just received, is told to nobody.
    """
    zone = accounts.time_zone()
    going_on = [one for one in begun if one.goes_on or one.found_at == now]
    teams = _teams(going_on)
    services.begin([_news(one, teams, zone, now) for one in going_on])
    ended = [one for one in over if one.found_at < now]
    ended += [one for one in going_on if not one.goes_on and one.ends_at < now - NEWS_FOR]
    endings = [_ending(one, "Spend is as usual again.", now) for one in ended]
    taken_back = "Corrections, or calls that arrived late, took it back."
    services.end([*endings, *(_ending(one, taken_back, now) for one in withdrawn)])


def expected(one: Anomaly, now: dt.datetime) -> None:
    """Somebody said that it is expected."""
    services.end([_ending(one, f"It was marked as expected: {one.reason}", now)])


def key_of(one: Anomaly) -> str:
    """What alerts know this occurrence by."""
    return f"{one.pk}:{one.told}"


def severity_of(one: Anomaly) -> Severity:
    """How loud it is."""
    if one.kind == Kind.FALL:
        return Severity.INFO
    grave = one.excess >= GRAVE * one.least and one.actual >= GRAVE_TIMES * one.expected
    return Severity.CRITICAL if grave else Severity.WARNING


def team_of(one: Anomaly) -> str | None:
    """The team it belongs to, when one stands for most of it."""
    return dict(one.path).get("team")


def _teams(found: Iterable[Anomaly]) -> dict[str, int]:
    names = {name for one in found if (name := team_of(one))}
    return dict(Team.objects.filter(name__in=names).values_list("name", "pk")) if names else {}


def _news(one: Anomaly, teams: dict[str, int], zone: ZoneInfo, now: dt.datetime) -> News:
    explanation = words.explanation_of(one)
    return News(
        source=Source.ANOMALY,
        key=key_of(one),
        subject=f"anomaly:{one.dimension}:{one.value or ''}"[:300],
        subject_name=words.name_of(one)[:300],
        severity=severity_of(one),
        title=f"{words.difference(one)}: {words.name_of(one)}"[:300],
        summary=f"{words.sentence(one, zone, zone, now)} {words.spent(one)} Times are in {zone.key}.",
        why=words.reason(explanation),
        facts=_facts(one),
        path=reverse("anomaly", args=[one.pk]),
        team=teams.get(team_of(one) or ""),
        at=one.starts_at,
    )


def _facts(one: Anomaly) -> tuple[Fact, ...]:
    found = [
        Fact("Spent", str(amount(one.actual))),
        Fact("Usual", str(amount(one.expected))),
        Fact("Difference", words.difference(one)),
    ]
    for part in words.explanation_of(one).parts[:MOST_FACTS]:
        most = part.values[0]
        name = words.NOBODY if most.value is None else most.value
        found.append(Fact(label_of(part.dimension), f"{name}: {share(most.share, 1)} of it"))
    return tuple(found)


def _ending(one: Anomaly, summary: str, now: dt.datetime) -> Ending:
    return Ending(Source.ANOMALY, key_of(one), summary, now)
