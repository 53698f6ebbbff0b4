"""Writing SLOs. Each change and its audit entry commit together."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction

from finops.accounts.services import Refused
from finops.audit.services import record
from finops.ledger.objectives.services import Counted, begin_counting, stop_counting
from finops.ledger.types import Indicator, Subject
from finops.slos.models import Slo

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
    record(
        actor=actor, action="slos.slo.create", target=slo.name, detail={"slo": slo.pk, "after": detail(slo)}
    )
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
    changed = {name for name in after if before[name] != after[name]}
    record(
        actor=actor,
        action="slos.slo.update",
        target=stored.name,
        detail={
            "slo": stored.pk,
            "before": {name: before[name] for name in sorted(changed)},
            "after": {name: after[name] for name in sorted(changed)},
        },
    )
    return stored


@transaction.atomic
def slo_archive(*, slo: Slo, actor: Any, now: dt.datetime) -> None:
    """Stop counting and alerting. What it alerted stays."""
    slo.archived_at = now
    slo.save(update_fields=["archived_at"])
    slo.alerts.filter(ended_at=None).update(ended_at=now)
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
    """An SLO as the audit log keeps it."""
    return {name: _text(getattr(slo, name)) for name in FIELDS}


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _check_name(slo: Slo) -> None:
    if Slo.objects.filter(name=slo.name, archived_at=None).exclude(pk=slo.pk).exists():
        raise Refused(f"There is already an SLO named {slo.name}. Choose another name.")
