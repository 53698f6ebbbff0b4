"""What people and models wrote is stored as the policy says: the whole database is searched for it."""

from typing import Any

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ingest.records import Policy
from tests.factories import otlp
from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes

TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"""
SECRET = "sk-proj-PLANTED{}Ab3dEfGh1jKlMn"
ADDRESS = "planted{}@example.com"


def planted() -> tuple[Span, dict[str, Any]]:
    """A span, and a resource, with something personal or secret wherever text can stand."""
    number = iter(range(100))
    secret, address = lambda: SECRET.format(next(number)), lambda: ADDRESS.format(next(number))
    span = otlp.chat(
        name=f"chat for {address()}",
        attributes={
            "gen_ai.input.messages": f"my key is {secret()}, I am {address()}",
            "unknown.text": f"{secret()} " + "long " * 400,
            "unknown.list": [address(), {"deep": secret()}],
            f"header.{address()}": "a name",
            "http.request.header.authorization": f"Bearer {secret()}",
            "user.id": address(),
            "finops.customer": address(),
            "finops.journey": f"refund of {address()}",
            "session.id": secret(),
            "gen_ai.request.model": f"gpt-4o {secret()}",
        },
        status="error",
        message=f"no answer for {address()}",
        events=[otlp.event(f"asked by {address()}", {"exception.message": secret(), "plain": address()})],
    )
    span.links.add(
        trace_id=otlp.trace_id("other"), span_id=otlp.span_id("other"),
        attributes=otlp.key_values({"why": address()}),
    )  # fmt: skip
    return span, {"service.name": f"api of {address()}", "host.owner": address(), "token": secret()}


def found_in_database(query: Any) -> list[str]:
    """Every table that holds something planted, and what."""
    return [
        f"{table}: {text}"
        for (table,) in query(TABLES)
        for (text,) in query(f"SELECT t::text FROM {table} t WHERE position('planted' IN lower(t::text)) > 0")
    ]


def test_under_redact_nothing_secret_or_personal_is_in_the_database(receiver: Receiver, query: Any) -> None:
    receiver.set_content_policy(Policy.REDACT)
    span, resource = planted()
    receiver.send(otlp.export(span, resource_attributes=resource))
    receiver.settle()
    assert found_in_database(query) == []
    (row,) = query(
        "SELECT content->>'gen_ai.input.messages' FROM span WHERE project_id = %s", receiver.project_id
    )
    assert row[0] == "my key is [secret], I am [email]"


def test_under_drop_no_content_and_no_address_of_a_user_is_in_the_database(
    receiver: Receiver, query: Any
) -> None:
    span = otlp.chat(
        attributes={
            "gen_ai.input.messages": "PLANTED-1",
            "unknown.text": "PLANTED-2 " * 300,
            "user.id": "planted@example.com",
        },
        status="error",
        message="PLANTED-3",
        events=[otlp.event("exception", {"exception.message": "PLANTED-4"})],
    )
    receiver.send(otlp.export(span))
    receiver.settle()
    assert found_in_database(query) == []


def test_under_keep_content_is_in_the_content_column_alone(receiver: Receiver, query: Any) -> None:
    receiver.set_content_policy(Policy.KEEP)
    receiver.send(otlp.export(otlp.chat(attributes={"gen_ai.input.messages": "KEPT-5"})))
    (row,) = query(
        "SELECT content->>'gen_ai.input.messages', attributes::text || coalesce(events::text, '')"
        " FROM span WHERE project_id = %s",
        receiver.project_id,
    )
    assert row[0] == "KEPT-5"
    assert "KEPT" not in row[1]
