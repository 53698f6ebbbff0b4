"""What `/api/v1/alerts` gives and takes."""

import datetime as dt
from typing import Any

from ninja import Field, Schema

from finops.notifications.models import Alert


class FactOut(Schema):
    """One figure of an alert, both as they are read."""

    label: str
    value: str


class AlertOut(Schema):
    """Something that is wrong, or was. `ended_at` is null while it goes on; `path` is the page of the
    evidence, from the root of this installation; `silenced_until` is null unless nobody is told of it now."""

    id: int
    source: str
    severity: str
    team: str | None
    subject: str
    subject_name: str
    title: str
    summary: str
    why: str
    facts: list[FactOut]
    path: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    ending: str
    acknowledged_at: dt.datetime | None
    acknowledged_by: str | None
    silenced_until: dt.datetime | None


class AlertsOut(Schema):
    """A page of alerts, newest first; `next` is the cursor of the following page, null at the end."""

    items: list[AlertOut]
    next: str | None


class SilenceIn(Schema, extra="forbid"):
    """Until when nobody is told of what an alert is about, whatever is wrong with it, and why."""

    ends_at: dt.datetime
    reason: str = Field("", max_length=500)


def alert_out(alert: Alert, silenced_until: dt.datetime | None) -> dict[str, Any]:
    """An alert as the API gives it."""
    own = {"team", "facts", "acknowledged_by", "silenced_until"}
    return {
        **{name: getattr(alert, name) for name in AlertOut.model_fields if name not in own},
        "team": alert.team.name if alert.team else None,
        "facts": [{"label": label, "value": value} for label, value in alert.facts],
        "acknowledged_by": str(alert.acknowledged_by) if alert.acknowledged_by else None,
        "silenced_until": silenced_until,
    }
