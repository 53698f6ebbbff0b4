"""No parameters, however hostile, make the API or a page fail."""

import base64
import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finops.spend.dimensions import DIMENSIONS
from tests.factories.people import browser, person
from tests.factories.rollups import charge, roll_up, trace

pytestmark = pytest.mark.django_db
NAMES = [
    *[
        "start",
        "end",
        "from",
        "to",
        "range",
        "group_by",
        "interval",
        "limit",
        "cursor",
        "counted",
        "unpriced",
    ],
    *["errors", "settled", "trace_id", "q", "without", "rows", "span", "notable"],
    *DIMENSIONS,
    *(f"filter[{name}]" for name in DIMENSIONS),
]
PATHS = [
    *["/api/v1/spend", "/api/v1/charges", "/api/v1/traces", "/api/v1/batches"],
    *["/api/v1/budgets", "/api/v1/budgets/check"],
    *["/spend/", "/spend.csv", "/charges/", "/traces/", "/unpriced/"],
]
PLAUSIBLE = [
    *["team", "customer", "user", "team,customer", "day", "month", "7d", "year", "shop", "true", "false"],
    *["1", "50", "-1", "1e9", "٣", "9" * 40, "a" * 32, "", "\x00", "'--", "%"],
    *["2026-11-01", "2026-11-30", "0001-01-01", "9999-12-31", "2026-11-14T12:00:00+14:00"],
]
parts_of_cursors = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(PLAUSIBLE),
    lambda inner: st.lists(inner, max_size=7),
    max_leaves=8,
)
cursors = parts_of_cursors.map(lambda found: base64.urlsafe_b64encode(json.dumps(found).encode()).decode())
texts = st.sampled_from(PLAUSIBLE) | cursors | st.text(max_size=20)
queries = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), texts), max_size=5)


@pytest.fixture
def client() -> Client:
    charge(team="a", customer="acme")
    trace(team="a")
    roll_up()
    return browser(person("engineer"))


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries)
def test_any_parameters_are_answered_or_refused(
    client: Client, path: str, query: list[tuple[str, str]]
) -> None:
    response = client.get(f"{path}?{urlencode(query)}")
    assert response.status_code in {200, 400}, (path, query)
    if response.streaming:
        assert b"".join(response.streaming_content)
