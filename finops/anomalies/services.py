"""What people say about anomalies."""

import datetime as dt

from django.db import transaction

from finops.accounts.models import User
from finops.accounts.services import Refused
from finops.anomalies import news, words
from finops.anomalies.models import Anomaly, Threshold
from finops.audit.services import record

LONGEST_REASON = 500
LONGEST_QUIET = dt.timedelta(days=366)


@transaction.atomic
def mark_expected(
    *, anomaly: Anomaly, reason: str, quiet_until: dt.datetime | None, actor: User, now: dt.datetime
) -> None:
    """Nobody is told of it any more, nor of the same before `quiet_until`.

    Raises Refused when no reason is given, and for a time that has passed or is more than a year away.
    """
    if not reason.strip():
        raise Refused("Say why it is expected: others read it here and in the audit log.")
    if quiet_until is not None and not now < quiet_until <= now + LONGEST_QUIET:
        raise Refused("Choose a day of the next year, or none.")
    one = Anomaly.objects.select_for_update().get(pk=anomaly.pk)
    if one.expected_at is not None:
        raise Refused("Somebody has marked it as expected already.")
    went_on = one.goes_on
    one.expected_at, one.expected_by, one.quiet_until = now, actor, quiet_until
    one.reason = reason.strip()[:LONGEST_REASON]
    one.save(update_fields=["expected_at", "expected_by", "quiet_until", "reason"])
    if went_on:
        news.expected(one, now)
    until = quiet_until.isoformat() if quiet_until else None
    detail = {"anomaly": one.pk, "reason": one.reason, "quiet_until": until}
    record(actor=actor, action="anomalies.anomaly.expect", target=words.name_of(one), detail=detail)


@transaction.atomic
def take_back_expected(*, anomaly: Anomaly, actor: User, now: dt.datetime) -> None:
    """It is an anomaly after all: told again if it goes on, as the same is from now on."""
    one = Anomaly.objects.select_for_update().get(pk=anomaly.pk)
    if one.expected_at is None:
        return
    one.expected_at = one.expected_by = one.quiet_until = None
    one.reason = ""
    one.told += one.goes_on
    one.save(update_fields=["expected_at", "expected_by", "quiet_until", "reason", "told"])
    if one.goes_on:
        news.tell([one], [], [], now)
    record(
        actor=actor,
        action="anomalies.anomaly.unexpect",
        target=words.name_of(one),
        detail={"anomaly": one.pk},
    )


@transaction.atomic
def threshold_set(*, threshold: Threshold, actor: User) -> None:
    """From now on anomalies are told from there on. What was told stays."""
    threshold.full_clean(exclude=["id"])
    threshold.id = 1
    threshold.save()
    detail = {"amount": str(threshold.amount), "share": threshold.share}
    record(actor=actor, action="anomalies.threshold.set", target=str(threshold), detail=detail)
