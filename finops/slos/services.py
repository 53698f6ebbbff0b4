"""Writing SLOs. Each change and its audit entry commit together."""

import datetime as dt
from typing import Any

from django.db import transaction

from finops.accounts.services import Refused
from finops.audit.services import record
from finops.ledger.objectives.services import Counted, begin_counting, stop_counting
from finops.ledger.types import Indicator, Subject
from finops.slos.models import Slo, SloStanding
from finops.slos.telling import tell_archived
from finops.slos.types import MissingData, WindowKind
from finops.slos.words import INDICATORS, MISSING, SUBJECTS, WINDOWS, objective_text, threshold_text

COUNTED_FIELDS = ("indicator", "subject", "value", "project", "environment", "threshold")
FIELDS = (
    *COUNTED_FIELDS, "name", "description", "objective", "window", "owner_team", "severity", "minimum_events",
    "missing_data",
)  # fmt: skip


@transaction.atomic
def slo_create(*, actor: Any, now: dt.datetime, **fields: Any) -> Slo:
    """A new SLO; workers count its history. Raises Refused when the name is taken."""
    slo = Slo(**fields)
    _check_name(slo)
    slo.counter_id = begin_counting(counted(slo), now)
    slo.save()
    _note(slo, actor, "create", {}, detail(slo))
    return slo


@transaction.atomic
def slo_update(*, slo: Slo, actor: Any, now: dt.datetime, **fields: Any) -> Slo:
    """Change an SLO. When it counts something else now, its history is counted anew. Raises Refused."""
    stored = Slo.objects.select_for_update().get(pk=slo.pk)
    before, counted_before = detail(stored), counted(stored)
    for name, value in fields.items():
        setattr(stored, name, value)
    _check_name(stored)
    if counted(stored) != counted_before:
        stop_counting(stored.counter_id)
        stored.counter_id = begin_counting(counted(stored), now)
    stored.save()
    after = detail(stored)
    changed = sorted(name for name in after if before[name] != after[name])
    if changed:
        SloStanding.objects.filter(slo=stored).delete()  # it told of something else
        _note(stored, actor, "update", *({name: side[name] for name in changed} for side in (before, after)))
    return stored


@transaction.atomic
def slo_archive(*, slo: Slo, actor: Any, now: dt.datetime) -> None:
    """Stop counting and alerting. What it alerted stays."""
    slo.archived_at = now
    slo.save(update_fields=["archived_at"])
    going_on = list(slo.alerts.filter(ended_at=None))
    slo.alerts.filter(ended_at=None).update(ended_at=now)
    tell_archived(going_on, now)
    stop_counting(slo.counter_id)
    record(actor=actor, action="slos.slo.archive", target=slo.name, detail={"slo": slo.pk})


def counted(slo: Slo) -> Counted:
    """What the ledger counts for an SLO."""
    return Counted(
        Indicator(slo.indicator),
        Subject(slo.subject),
        slo.value,
        slo.project_id,
        slo.environment or None,
        slo.threshold,
    )


def detail(slo: Slo) -> dict[str, str]:
    """An SLO in words, by field, as the logs keep it."""
    indicator = Indicator(slo.indicator)
    words = {
        "indicator": INDICATORS[indicator].label,
        "subject": SUBJECTS[Subject(slo.subject)],
        "threshold": threshold_text(indicator, slo.threshold),
        "objective": objective_text(slo.objective),
        "window": WINDOWS[WindowKind(slo.window)],
        "missing_data": MISSING[MissingData(slo.missing_data)],
    }
    others = {name: getattr(slo, name) for name in FIELDS if name not in words}
    return {**words, **{name: "" if value is None else str(value) for name, value in others.items()}}


def _note(slo: Slo, actor: Any, action: str, before: dict[str, str], after: dict[str, str]) -> None:
    """Into the log of the SLO and into the audit log."""
    slo.changes.create(who=str(actor), before=before, after=after)
    told = {"slo": slo.pk, "before": before, "after": after}
    record(actor=actor, action=f"slos.slo.{action}", target=slo.name, detail=told)


def _check_name(slo: Slo) -> None:
    if Slo.objects.filter(name=slo.name, archived_at=None).exclude(pk=slo.pk).exists():
        raise Refused(f"There is already an SLO named {slo.name}. Choose another name.")
