"""Every emitter's stories: what counts, to the token, and what does not, with the reason."""

from pathlib import Path

import pytest

from finops.ledger.types import Uncounted
from finops.telemetry.types import Layer
from ingest.normalise import dialect_of, layer_of
from ingest.normalise.core.registry import DIALECTS
from tests.emitters import all_emitters
from tests.emitters.judged import call_of, judge, name_of
from tests.emitters.report import calls_of, document
from tests.factories.otlp import export, records, span
from tests.unit.ingest.normalise.speak import hear

EMITTERS = all_emitters()
# They name agents and tools; calls are somebody else's.
FALLBACKS = {"semconv", "llm_generic"}  # under no scope of their own
OF_EVENTS = {dialect.name for dialect in DIALECTS if dialect.events}
WITHOUT_CALLS = {"AutoGen", "Haystack", "MCP clients and servers", "Text Generation Inference"}
STORIES = [(emitter, story) for emitter in EMITTERS for story in emitter.stories]
told = pytest.mark.parametrize(
    ("emitter", "story"), STORIES, ids=[f"{emitter.name}: {story.tells}" for emitter, story in STORIES]
)


@told
def test_exactly_the_calls_of_a_story_count(emitter, story) -> None:
    counted = [one.meant.usage for one in judge(emitter, story) if one.verdict and one.verdict.counted]
    assert [call_of(one) for one in counted] == list(story.counts)


@told
def test_every_other_charge_of_a_story_says_why_it_does_not_count(emitter, story) -> None:
    uncounted = {
        one.span.name: one.verdict.reason
        for one in judge(emitter, story)
        if one.verdict and not one.verdict.counted
    }
    assert uncounted == {name: Uncounted(reason) for name, reason in story.uncounted.items()}


@told
def test_spans_without_a_charge_have_the_role_the_story_gives_them(emitter, story) -> None:
    roles = {one.span.name: one.meant.role for one in judge(emitter, story) if one.verdict is None}
    assert roles == dict(story.roles)


@told
def test_the_emitter_is_recognised_and_stands_on_its_layer(emitter, story) -> None:
    own = {name_of(said) for said in story.spans if said.scope is None}
    found = [one.meant.usage for one in judge(emitter, story) if one.meant.usage and one.span.name in own]
    assert {(one.dialect, one.layer) for one in found} <= {(emitter.dialect, emitter.layer)}


@pytest.mark.parametrize("emitter", EMITTERS, ids=lambda emitter: emitter.name)
def test_an_emitter_has_a_recording_or_stories_in_which_something_counts(emitter) -> None:
    assert emitter.recordings or any(story.counts or story.roles for story in emitter.stories)


@pytest.mark.parametrize("emitter", EMITTERS, ids=lambda emitter: emitter.name)
def test_what_an_emitter_says_reaches_the_ledger_in_its_own_dialect(emitter) -> None:
    assert bool(calls_of(emitter)) is (emitter.name not in WITHOUT_CALLS)


@pytest.mark.parametrize(
    "emitter",
    [one for one in EMITTERS if one.scope and one.dialect not in FALLBACKS | OF_EVENTS],
    ids=lambda one: one.name,
)
def test_the_scope_alone_tells_the_dialect_and_unless_a_proxy_shares_it_the_layer(emitter) -> None:
    origin = records(export(span(), scope_name=emitter.scope))[0].origin
    assert dialect_of(origin) == emitter.dialect
    assert layer_of(origin) is (Layer.FRAMEWORK if emitter.scope == "litellm" else emitter.layer)


@pytest.mark.parametrize(
    ("marker", "dialect"),
    [
        ({"langfuse.observation.type": "generation"}, "langfuse"),
        ({"langsmith.span.kind": "llm"}, "langsmith"),
        ({"mlflow.spanType": '"LLM"'}, "mlflow"),
        ({"gcp.vertex.agent.invocation_id": "i", "gen_ai.operation.name": "generate_content"}, "google_adk"),
        ({"gen_ai.application_name": "shop", "gen_ai.operation.name": "chat"}, "openlit"),
        ({"sk.available_functions": "f", "gen_ai.operation.name": "chat.completions"}, "semantic_kernel"),
        ({"openrouter.source": "broadcast", "gen_ai.request.model": "gpt-4o"}, "openrouter"),
        ({"kong.gen_ai.cache.status": "miss", "gen_ai.operation.name": "chat"}, "kong_ai"),
        ({"gen_ai.model.provider": "openai", "gen_ai.request.model": "gpt-4o"}, "cloudflare_aig"),
        ({"genkit:metadata:subtype": "model"}, "genkit"),
    ],
)
def test_under_an_unknown_scope_a_marker_tells_the_dialect(marker, dialect) -> None:
    assert hear("my-app", marker).usage.dialect == dialect


def test_every_dialect_has_an_emitter_that_speaks_it() -> None:
    assert {dialect.name for dialect in DIALECTS} <= {emitter.dialect for emitter in EMITTERS}


def test_the_report_on_compatibility_says_what_the_tests_show() -> None:
    assert Path("docs/compatibility.md").read_text() == document(), (
        "Write it anew: python -m tests.emitters.report > docs/compatibility.md"
    )
