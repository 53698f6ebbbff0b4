"""What `/api/v1/slos` gives."""

import datetime as dt
from fractions import Fraction
from typing import Any

from ninja import Schema

from finops.slos.documents import document
from finops.slos.models import SloAlert
from finops.slos.policy import Burn
from finops.slos.selectors import Standing


class BurnOut(Schema):
    """A tier of alerts: the burn rates of its windows, null without any event, and the one it starts at."""

    tier: str
    long: str | None
    short: str | None
    factor: str
    fires: bool


class AlertOut(Schema):
    """An alert that goes on."""

    tier: str
    severity: str
    started_at: dt.datetime
    why: dict[str, Any]


class SloOut(Schema):
    """An SLO and how it stands. Shares are text, 1 is all; null means that nothing was counted.

    The threshold is in milliseconds, or USD for a cost.
    """

    id: int
    name: str
    promise: str
    indicator: str
    subject: str
    value: str
    project: str | None
    environment: str | None
    threshold: str | None
    objective_percent: str
    window: str
    window_start: dt.datetime
    owner_team: str | None
    severity: str
    minimum_events: int
    missing_data: str
    description: str
    state: str
    good: int
    total: int
    sli: str | None
    budget_left: str | None
    burn_rates: list[BurnOut]
    history_counted: bool
    alerts: list[AlertOut]


class SlosOut(Schema):
    """A page of the SLOs that the caller may see, by name; `next` is the cursor of the following page."""

    items: list[SloOut]
    next: str | None


def slo_out(standing: Standing) -> dict[str, Any]:
    """An SLO as the API gives it."""
    slo, status = standing.slo, standing.status
    return {
        **document(slo),
        "id": slo.pk,
        "promise": standing.promise,
        "window_start": status.window.start,
        "state": status.state,
        "good": status.counts.good,
        "total": status.counts.total,
        "sli": _text(status.sli),
        "budget_left": _text(status.budget.left if status.budget else None),
        "burn_rates": [_burn_out(burn) for burn in status.burns],
        "history_counted": standing.progress.is_done,
        "alerts": [_alert_out(alert) for alert in standing.alerts],
    }


def _burn_out(burn: Burn) -> dict[str, Any]:
    return {
        "tier": burn.tier.name,
        "long": _text(burn.long),
        "short": _text(burn.short),
        "factor": _text(burn.factor),
        "fires": burn.fires,
    }


def _alert_out(alert: SloAlert) -> dict[str, Any]:
    names = ("tier", "severity", "started_at", "why")
    return {name: getattr(alert, name) for name in names}


def _text(share: Fraction | None) -> str | None:
    return None if share is None else f"{float(share):.9g}"
