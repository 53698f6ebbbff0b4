import pytest

from ingest.content import is_content, is_content_event, is_personal
from tests.factories.otlp import CORPUS, corpus_requests, records


@pytest.mark.parametrize(
    "key",
    [
        "gen_ai.input.messages",
        "gen_ai.prompt.0.content",
        "gen_ai.prompt.variable.name",
        "gen_ai.completion.3.tool_calls.0.arguments",
        "llm.input_messages.0.message.content",
        "llm.openai.messages",
        "llm.anthropic.system",
        "input.value",
        "ai.prompt.messages",
        "ai.response.providerMetadata",
        "traceloop.entity.output",
        "langfuse.trace.metadata.note",
        "exception.stacktrace",
        "http.request.header.authorization",
        "db.chroma.query.where_document",
        "gcp.vertex.agent.llm_request",
        "gen_ai.chat.output_messages",
        "gen_ai.input.text",
        "genkit:output",
        "haystack.component.output",
        "lk.chat_ctx",
        "lk.pii.user_transcript",
    ],
)
def test_what_people_and_models_wrote_is_content(key) -> None:
    assert is_content(key)


@pytest.mark.parametrize(
    "key",
    [
        "gen_ai.prompt.name",
        "gen_ai.prompt.version",
        "gen_ai.usage.prompt_tokens",
        "gen_ai.request.model",
        "llm.system",
        "llm.model_name",
        "llm.openai.model",
        "llm.openai.usage",
        "llm.token_count.prompt_details.cache_read",
        "llm.cost.prompt_details.input",
        "llm.request.type",
        "llm.is_streaming",
        "ai.response.id",
        "ai.usage.inputTokens",
        "traceloop.entity.name",
        "metadata",
        "http.route",
        "exception.type",
    ],
)
def test_what_the_ledger_needs_is_not_content(key) -> None:
    assert not is_content(key)


@pytest.mark.parametrize(
    "key", ["user.email", "enduser.id", "metadata.user_api_key_user_email", "client.address"]
)
def test_names_of_personal_data_are_known(key) -> None:
    assert is_personal(key)


def test_a_user_id_and_a_model_are_not_personal() -> None:
    assert not is_personal("user.id")
    assert not is_personal("gen_ai.request.model")


def test_events_that_carry_messages_are_known() -> None:
    assert is_content_event("gen_ai.user.message")
    assert is_content_event("gen_ai.content.completion.chunk")
    assert not is_content_event("exception")


TEXT_OF_THE_RECORDINGS = [
    "Refund order A-1042",
    "Compare plans",
    "damaged kettle",
    "duplicate charge",
    "Lyon depot",
]


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in CORPUS.glob("*/0001.traces.pb")))
def test_no_attribute_of_a_recording_leaks_a_message(folder) -> None:
    leaks = {
        key
        for request in corpus_requests(folder)
        for span in records(request)
        for key, value in span.attributes.items()
        if not is_content(key) and any(text in str(value) for text in TEXT_OF_THE_RECORDINGS)
    }
    assert leaks == set()
