"""Storing the alerts that start and end. Repeating it, or doing it in several workers, is harmless."""

import datetime as dt
from typing import NamedTuple

from finops.slos.alerting import changes, loudness, numbers
from finops.slos.models import SloAlert
from finops.slos.policy import Burn
from finops.slos.selectors import Standing, standings
from finops.slos.windows import whole_minute


class Evaluated(NamedTuple):
    """Alerts that started and that ended, as they are stored. Whoever sends messages reads this."""

    started: list[SloAlert]
    ended: list[SloAlert]


def evaluate(now: dt.datetime) -> Evaluated:
    """Judge every SLO whose history is counted, at the whole minute of `now` (aware)."""
    started, ended = list[SloAlert](), list[SloAlert]()
    for one in standings(now):
        if not one.progress.is_done:
            continue
        found = changes(one.terms, one.status, {alert.tier for alert in one.alerts})
        started += [alert for burn in found.start if (alert := _start(one, burn, now))]
        ended += [alert for burn in found.end if (alert := _end(one, burn, now))]
    return Evaluated(started, ended)


def _start(standing: Standing, burn: Burn, now: dt.datetime) -> SloAlert | None:
    """The alert, unless another worker has stored it."""
    alert = SloAlert(
        slo=standing.slo,
        tier=burn.tier.name,
        severity=loudness(standing.terms, burn),
        started_at=whole_minute(now),
        why=numbers(standing.status, burn),
    )
    [made] = SloAlert.objects.bulk_create([alert], ignore_conflicts=True)
    return SloAlert.objects.filter(slo=standing.slo, tier=burn.tier.name, started_at=made.started_at).first()


def _end(standing: Standing, burn: Burn, now: dt.datetime) -> SloAlert | None:
    alert = next(alert for alert in standing.alerts if alert.tier == burn.tier.name)
    at, why = whole_minute(now), numbers(standing.status, burn)
    if not SloAlert.objects.filter(pk=alert.pk, ended_at=None).update(ended_at=at, why_ended=why):
        return None
    alert.ended_at, alert.why_ended = at, why
    return alert
