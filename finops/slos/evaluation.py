"""Storing the alerts that start and end. Repeating it, or doing it in several workers, is harmless."""

import datetime as dt
from typing import NamedTuple

from django.db import transaction

from finops.slos.alerting import changes, loudness, numbers
from finops.slos.board import remember
from finops.slos.models import SloAlert
from finops.slos.policy import Burn
from finops.slos.selectors import Standing, standings
from finops.slos.telling import tell_ended, tell_started
from finops.slos.windows import whole_minute


class Evaluated(NamedTuple):
    """Alerts that started and that ended, as they are stored. Whoever sends messages reads this."""

    started: list[SloAlert]
    ended: list[SloAlert]


@transaction.atomic
def evaluate(now: dt.datetime) -> Evaluated:
    """Judge every SLO whose history is counted, at the whole minute of `now` (aware)."""
    starting, ended = list[SloAlert](), list[SloAlert]()
    found_now = standings(now)
    for one in found_now:
        if not one.progress.is_done:
            continue
        found = changes(one.terms, one.status, {alert.tier for alert in one.alerts})
        starting += [_starting(one, burn, now) for burn in found.start]
        ended += [alert for burn in found.end if (alert := _end(one, burn, now))]
    evaluated = Evaluated(_start(starting), ended)
    tell_started(evaluated.started)
    tell_ended(evaluated.ended)
    remember(found_now, now)
    return evaluated


def _starting(standing: Standing, burn: Burn, now: dt.datetime) -> SloAlert:
    return SloAlert(
        slo=standing.slo,
        tier=burn.tier.name,
        severity=loudness(standing.terms, burn),
        started_at=whole_minute(now),
        why=numbers(standing.status, burn),
    )


def _start(alerts: list[SloAlert]) -> list[SloAlert]:
    """These alerts as they are stored, by this worker or by another at the same minute."""
    if not alerts:
        return []
    SloAlert.objects.bulk_create(alerts, ignore_conflicts=True)
    wanted = {(alert.slo_id, alert.tier) for alert in alerts}
    stored = SloAlert.objects.filter(started_at=alerts[0].started_at, slo__in=[one.slo for one in alerts])
    return [alert for alert in stored.order_by("id") if (alert.slo_id, alert.tier) in wanted]


def _end(standing: Standing, burn: Burn, now: dt.datetime) -> SloAlert | None:
    alert = next(alert for alert in standing.alerts if alert.tier == burn.tier.name)
    at, why = whole_minute(now), numbers(standing.status, burn)
    if not SloAlert.objects.filter(pk=alert.pk, ended_at=None).update(ended_at=at, why_ended=why):
        return None
    alert.ended_at, alert.why_ended = at, why
    return alert
