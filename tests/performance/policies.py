"""What keeping and redacting content costs ingestion: equal requests under `drop` and `redact`, in turn."""

from statistics import median

import psycopg

from ingest.records import Policy
from tests.factories.instance import Instance
from tests.performance import database
from tests.performance.load import send
from tests.performance.payloads import SPANS_PER_REQUEST, requests
from tests.performance.said import text

MEASURED = (Policy.DROP, Policy.REDACT)
SET = "UPDATE accounts_project SET content_policy = %s WHERE name = %s"


def policies(instance: Instance, connections: int, count: int, rounds: int) -> dict[str, float]:
    """Spans per second under each policy, and `ratio_redact`: the median of the rounds' ratios to `drop`.

    Every request holds prompts and answers, of which a quarter has something to redact.
    """
    http, url = instance.runtime["otlp_http"], instance.runtime["database_url"]
    keys = {policy: _key(instance, policy) for policy in MEASURED}
    bodies = list(requests(count, seed=5, text=text))
    found: dict[Policy, list[float]] = {policy: [] for policy in MEASURED}
    for number in range(rounds + 1):
        for policy in MEASURED:
            database.empty(url)
            sent = send(http, keys[policy], bodies, connections=connections)
            stored = database.count(url, "span")
            assert stored == len(bodies) * SPANS_PER_REQUEST, f"{stored} spans under {policy.value}"
            if number:  # the first is to warm up
                found[policy].append(len(bodies) * SPANS_PER_REQUEST / sent.seconds)
    ratios = [one / other for one, other in zip(found[Policy.REDACT], found[Policy.DROP], strict=True)]
    return {
        "bytes_per_span_sent": len(bodies[0]) / SPANS_PER_REQUEST,
        **{f"{policy.value}_spans_per_s": median(rates) for policy, rates in found.items()},
        "ratio_redact": median(ratios),
        "ratio_redact_best": max(ratios),
        "ratio_redact_worst": min(ratios),
    }


def _key(instance: Instance, policy: Policy) -> str:
    project = f"bench-{policy.value}"
    key = instance.key(project=project)
    with psycopg.connect(instance.runtime["database_url"]) as connection:
        connection.execute(SET, [policy.value, project])
    return key
