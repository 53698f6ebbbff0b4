"""Who still uses a key that works no longer is refused and counted; strangers leave no trace."""

import secrets
from typing import Any

import psycopg
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from tests.factories import otlp
from tests.factories.receiver import Receiver
from tests.factories.waiting import eventually
from tests.integration.ingest.test_stock_exporters import grpc, http

pytestmark = pytest.mark.processes
KEYS = "SELECT refused_count, last_refused_at FROM accounts_apikey WHERE project_id = %s"


def retire(receiver: Receiver, how: str) -> None:
    """Make the key of a project useless before it was ever sent."""
    assert receiver.key
    with psycopg.connect(receiver.instance.runtime["database_url"]) as connection:
        connection.execute(
            f"UPDATE accounts_apikey SET {how} = now() - interval '1 minute' WHERE project_id = %s",
            [receiver.project_id],
        )


@pytest.mark.parametrize("exporter", [http, grpc])
@pytest.mark.parametrize("how", ["revoked_at", "expires_at"])
def test_every_export_with_a_dead_key_is_counted(
    receiver: Receiver, query: Any, exporter: Any, how: str
) -> None:
    retire(receiver, how)
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter(receiver)))
    for _ in range(3):
        provider.get_tracer("hello").start_span("work").end()
    provider.shutdown()
    (told,) = eventually(lambda: [row for row in query(KEYS, receiver.project_id) if row[0] == 3], "a count")
    assert told[1] is not None
    assert receiver.count("span") == 0


def test_an_unknown_key_writes_nothing(receiver: Receiver, query: Any) -> None:
    retire(receiver, "revoked_at")
    rows = "SELECT (SELECT count(*) FROM accounts_apikey), (SELECT count(*) FROM rejection)"
    before = query(rows)
    body = otlp.export(otlp.chat()).SerializeToString()
    for _ in range(20):
        stranger = {"authorization": f"Bearer sl_ingest_{secrets.token_urlsafe(24)}"}
        assert receiver.post(body, headers=stranger).status == 401
    assert receiver.post(body).status == 401  # counted later than what came before it
    eventually(lambda: query(KEYS, receiver.project_id)[0][0] == 1, "a count")
    assert query(rows) == before


def test_a_working_key_is_never_counted(receiver: Receiver, query: Any) -> None:
    other = Receiver(receiver.instance, f"{receiver.project[:80]} retired")
    retire(other, "revoked_at")
    body = otlp.export(otlp.chat()).SerializeToString()
    assert receiver.post(body).status == 200
    assert other.post(body).status == 401
    eventually(lambda: query(KEYS, other.project_id)[0][0] == 1, "a count")
    assert query(KEYS, receiver.project_id) == [(0, None)]
