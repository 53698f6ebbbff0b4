"""What SLOs tell as alerts, in the transaction that stores that one started or ended."""

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.urls import reverse

from finops.core import formatting
from finops.ledger.types import Indicator
from finops.notifications import services
from finops.notifications.types import Ending, Fact, News, Source
from finops.notifications.types import Severity as Loudness
from finops.slos.models import Slo, SloAlert
from finops.slos.selectors import promise_of
from finops.slos.types import Severity, WindowKind
from finops.slos.words import WINDOWS, burn_text, noun, percent

SPANS = {"1h": "hour", "6h": "6 hours", "3d": "3 days"}  # of the long window, by tier
LOUDNESS = {Severity.PAGE: Loudness.CRITICAL, Severity.TICKET: Loudness.WARNING}
ARCHIVED = "The SLO was archived."


def tell_started(alerts: Iterable[SloAlert]) -> None:
    """Tell what burns too fast."""
    services.begin([_news(alert, alert.slo) for alert in alerts])


def tell_ended(alerts: Iterable[SloAlert]) -> None:
    """Tell what does no longer."""
    services.end(
        [
            _ending(one, sentence(one, one.why_ended or one.why), one.ended_at)
            for one in alerts
            if one.ended_at
        ]
    )


def tell_archived(alerts: Iterable[SloAlert], now: dt.datetime) -> None:
    """Tell that nobody watches any more."""
    services.end([_ending(one, ARCHIVED, now) for one in alerts])


def sentence(alert: SloAlert, found: Mapping[str, Any]) -> str:
    """`34 of 210 runs missed in the last hour: the error budget burns 16.2 times as fast as it lasts.`"""
    noun_of = noun(Indicator(alert.slo.indicator))
    bad, total = found["long_bad"], found["long_total"]
    seen = (
        f"{formatting.count(bad)} of {formatting.count(total)} {noun_of} missed"
        if total
        else f"No {noun_of} came"
    )
    burn = burn_text(_rate(found["long_burn"]))
    return f"{seen} in the last {SPANS[alert.tier]}: the error budget burns {burn} times as fast as it lasts."


def _news(alert: SloAlert, slo: Slo) -> News:
    return News(
        source=Source.SLO,
        key=str(alert.pk),
        subject=f"slo:{slo.pk}",
        subject_name=slo.name,
        severity=LOUDNESS.get(Severity(alert.severity), Loudness.INFO),
        title=f"{slo.name}: the error budget burns too fast",
        summary=sentence(alert, alert.why),
        why=f"An alert starts from {burn_text(_rate(alert.why['factor']))} on, in a short window as well.",
        facts=tuple(_facts(alert, slo)),
        path=reverse("slo", args=[slo.pk]),
        team=slo.owner_team_id,
        at=alert.started_at,
    )


def _facts(alert: SloAlert, slo: Slo) -> Iterable[Fact]:
    yield Fact("Promise", f"{promise_of(slo)}, over {WINDOWS[WindowKind(slo.window)]}")
    left = _rate(alert.why["budget_left"])
    if left is not None:
        yield Fact("Error budget left", percent(left, 1))


def _ending(alert: SloAlert, summary: str, at: dt.datetime) -> Ending:
    return Ending(Source.SLO, str(alert.pk), summary, at)


def _rate(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
