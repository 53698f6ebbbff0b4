"""Every recording, decoded and normalised, against what its truth says the spans can tell."""

import json
import random

import pytest

from finops.telemetry.types import Role
from ingest.normalise import normalise
from tests.factories.otlp import CORPUS, corpus_requests, records

FOLDERS = [
    "evaluation-results",
    "google-genai",
    "litellm-sdk",
    "openai-v2",
    "openinference-langchain",
    "openinference-openai",
    "pydantic-ai",
    "traceloop-anthropic",
    "traceloop-openai",
    "vercel-ai-sdk",
]
# Billed calls whose span carries no usage (the rest of what no span reports has no span at all).
UNKNOWN_CALLS = {"google-genai": 1, "openinference-openai": 1, "traceloop-openai": 1}
SUMS = (
    "input_tokens_total",
    "cache_read_tokens",
    "cache_write_tokens",
    "output_tokens_total",
    "reasoning_tokens",
)


def truth(folder):
    return json.loads((CORPUS / folder / "truth.json").read_text())


def spans(folder, seed=0):
    """All spans of a recording, every request sent twice, in any order."""
    found = [record for request in corpus_requests(folder) * 2 for record in records(request)]
    random.Random(seed).shuffle(found)
    return found


def calls(folder, seed=0):
    """Of each response the record of the highest layer: enough to judge one trace of one emitter."""
    best = {}
    for span in spans(folder, seed):
        role, usage = normalise(span)
        if role is not Role.MODEL_CALL or (usage.is_error and not usage.usage.known):
            continue
        key = usage.response_id or (span.trace_id, span.span_id)
        if key not in best or usage.layer > best[key].layer:
            best[key] = usage
    return list(best.values())


def sums(usages):
    return {
        "calls": len(usages),
        "input_tokens_total": sum(one.usage.input_tokens or 0 for one in usages),
        "cache_read_tokens": sum(one.usage.cache_read_tokens or 0 for one in usages),
        "cache_write_tokens": sum(one.usage.cache_write_tokens or 0 for one in usages),
        "output_tokens_total": sum(one.usage.output_tokens or 0 for one in usages),
        "reasoning_tokens": sum(one.usage.reasoning_tokens or 0 for one in usages),
    }


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_calls_of_a_recording_add_up_to_what_its_spans_can_tell(folder, seed) -> None:
    expected = truth(folder)["derived"]["reportable"]
    known = [one for one in calls(folder, seed) if one.usage.known]
    assert sums(known) == {name: expected[name] for name in ("calls", *SUMS)}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_call_without_usage_is_a_call_of_unknown_usage(folder) -> None:
    unknown = [one for one in calls(folder) if not one.usage.known]
    assert len(unknown) == UNKNOWN_CALLS.get(folder, 0)
    assert all(set(one.usage) == {None} and "usage_missing" in one.flags for one in unknown)


@pytest.mark.parametrize(
    "folder", [name for name in FOLDERS if name not in ("litellm-sdk", "openinference-langchain")]
)
def test_the_model_that_answered_is_named_as_the_provider_named_it(folder) -> None:
    expected = truth(folder)["derived"]["reportable"]["by_model"]
    by_model = {}
    for one in calls(folder):
        if one.usage.known:
            by_model.setdefault(one.response_model, []).append(one)
    assert {model: sums(found) for model, found in by_model.items()} == expected


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_call_names_provider_and_model(folder) -> None:
    for span in spans(folder):
        usage = normalise(span).usage
        if usage and usage.role is Role.MODEL_CALL:
            assert usage.provider in ("openai", "anthropic", "google")
            assert usage.request_model
            assert usage.response_model


@pytest.mark.parametrize(
    ("folder", "dialects"),
    [
        ("google-genai", {"otel_genai"}),
        ("litellm-sdk", {"litellm"}),
        ("openai-v2", {"otel_genai", "otel_openai_v2"}),
        ("openinference-langchain", {"openinference"}),
        ("pydantic-ai", {"pydantic_ai", "anthropic_sdk"}),
        ("traceloop-anthropic", {"traceloop", "anthropic_sdk"}),
        ("vercel-ai-sdk", {"vercel_ai"}),
    ],
)
def test_the_dialect_is_recognised(folder, dialects) -> None:
    usages = [normalise(span).usage for span in spans(folder)]
    assert {one.dialect for one in usages if one} == dialects


@pytest.mark.parametrize(("folder", "count"), [("pydantic-ai", 6), ("vercel-ai-sdk", 7)])
def test_spans_that_repeat_their_calls_are_aggregates(folder, count) -> None:
    found = [span.span_id for span in spans(folder) if normalise(span).role is Role.AGGREGATE]
    assert len(set(found)) == count


def test_failed_calls_are_kept_as_failed() -> None:
    failed = {
        span.span_id: normalise(span).usage
        for span in spans("vercel-ai-sdk")
        if normalise(span).role is Role.MODEL_CALL and normalise(span).usage.is_error
    }
    assert len(failed) == 2
    assert all(not one.usage.known and one.flags == () for one in failed.values())


def test_the_emitters_own_cost_is_kept_to_the_digit() -> None:
    costs = sorted(str(one.cost_emitted) for one in calls("litellm-sdk"))
    assert "0.0060125000000000005" in costs
    assert all(cost != "None" for cost in costs)


def test_the_one_hour_part_of_cache_writes_is_known_from_the_providers_own_spans() -> None:
    written = sum(one.usage.cache_write_1h_tokens or 0 for one in calls("traceloop-anthropic"))
    ledger = truth("traceloop-anthropic")["calls"]
    assert written == sum(call.get("cache_write_1h_tokens") or 0 for call in ledger if call["billed"])
