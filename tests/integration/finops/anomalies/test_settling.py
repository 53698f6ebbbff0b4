"""From spans that arrive to an anomaly that is told, and taken back by what arrives late."""

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from finops.anomalies.models import Anomaly
from finops.anomalies.watch import evaluate_all
from finops.anomalies.words import sentence, state_of
from finops.ledger.settling.worker import settle_all
from finops.notifications.models import Alert
from tests.factories.ledger import START, aggregate, call, store_batch
from tests.factories.seasons import COPILOT, SUPPORT, store, usual

NOW = START + dt.timedelta(hours=1, minutes=20)
DIMS = {"team": "copilot", "journey": "search"}

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_loop_is_told_and_its_late_calls_take_it_back(
    database: psycopg.Connection[Any], project: int
) -> None:
    store([*usual(COPILOT, 20, weeks=6, now=NOW), *usual(SUPPORT, 15, weeks=6, now=NOW)])
    numbers = range(12)
    agents = [
        aggregate(
            f"agent {n}", 900_000, 10, trace=f"run {n}", at=n, model="gpt-5", cost=Decimal(20), dims=DIMS
        )
        for n in numbers
    ]
    store_batch(agents, project, database)
    settle_all(database)
    evaluate_all(NOW)
    one = Anomaly.objects.get()
    told = sentence(one, dt.UTC, dt.UTC, NOW)
    assert told.startswith("+$2") and " since 12:00: copilot" in told
    assert one.starts_at == START
    assert Alert.objects.get().ended_at is None

    calls = [
        call(
            f"call {n}",
            900,
            10,
            trace=f"run {n}",
            parent=f"agent {n}",
            at=n,
            model="gpt-5",
            cost=Decimal("0.1"),
        )
        for n in numbers
    ]
    store_batch(calls, project, database)
    settle_all(database)
    evaluate_all(NOW)
    assert state_of(Anomaly.objects.get()) == "withdrawn"
    assert Alert.objects.get().ended_at == NOW
