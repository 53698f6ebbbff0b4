"""Anomalies as evaluation stores them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from finops.anomalies.models import Anomaly

HOUR = dt.timedelta(hours=1)


def anomaly(*, calls: str = "120", **fields: Any) -> Anomaly:
    """$412 more than usual in the last three hours of copilot / gpt-5 / onboarding, and going on."""
    now = timezone.now()
    start = fields.pop("starts_at", now.replace(minute=0, second=0, microsecond=0) - 2 * HOUR)
    course = [
        [(start + HOUR * n).isoformat(), 20.0 if n < 0 else 170.7, 33.3, 20.0, 60.0] for n in range(-6, 3)
    ]
    given = {
        "granularity": "hour",
        "kind": "rise",
        "dimension": "journey",
        "value": "onboarding",
        "starts_at": start,
        "ends_at": start + 3 * HOUR,
        "actual": Decimal(512),
        "expected": Decimal(100),
        "path": [["team", "copilot"], ["response_model", "gpt-5"], ["journey", "onboarding"]],
        "explanation": {
            "parts": [
                {
                    "dimension": "service",
                    "values": [["shop", "500", "90", "0.99"], [None, "12", "10", "0.01"]],
                }
            ],
            "factors": ["1.1", "9", "0.5"],
            "now": [calls, "1080000", "512"],
            "usual": ["110", "110000", "100"],
        },
        "course": course,
        "others": [["", None], ["team", "copilot"]],
        "least": 50,
        "found_at": now,
        "evaluated_at": now,
    }
    return Anomaly.objects.create(**(given | fields))
