"""Keys and what is pasted with them."""

import yaml

from finops.accounts import snippets
from finops.accounts.keys import digest, new_key
from finops.accounts.models import Scope


def test_a_key_tells_its_scope_and_a_prefix_that_does_not_give_it_away() -> None:
    for scope in Scope.values:
        key = new_key(scope)
        assert key.secret.startswith(f"sl_{scope}_")
        assert len(key.prefix) <= 16
        assert len(key.secret) - len(key.prefix) >= 26  # at least 156 random bits stay unknown
        assert key.digest == digest(key.secret)


def test_no_two_keys_are_equal() -> None:
    assert len({new_key("read").secret for _ in range(1000)}) == 1000


def test_snippets_for_senders_name_the_endpoint_and_the_key_and_are_well_formed() -> None:
    environment, python, collector = snippets.for_scope(
        Scope.INGEST, "sl_ingest_x", otlp="http://ledger:4318", web="http://ledger:8000"
    )
    assert "OTEL_EXPORTER_OTLP_HEADERS=x-api-key=sl_ingest_x" in environment.text
    compile(python.text, "snippet", "exec")
    assert '"http://ledger:4318/v1/traces"' in python.text
    assert yaml.safe_load(collector.text)["exporters"]["otlphttp/spanledger"] == {
        "endpoint": "http://ledger:4318",
        "headers": {"x-api-key": "sl_ingest_x"},
    }


def test_snippets_for_readers_ask_the_api() -> None:
    (curl,) = snippets.for_scope(Scope.READ, "sl_read_x", otlp="http://ledger:4318", web="https://ledger")
    assert "https://ledger/api/v1/spend" in curl.text
    assert "Bearer sl_read_x" in curl.text
