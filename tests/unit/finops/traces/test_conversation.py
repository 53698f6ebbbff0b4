"""Kept content reads as a conversation, whichever library wrote it down; nothing of it is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finops.traces.conversation import LONG, conversation


def said(content: object) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(message.role, [tuple(part) for part in message.parts]) for message in conversation(content)]


ASKED = [("user", [("", "Where is my order?")])]
CALLED = [("assistant", [("calls lookup_order", '{\n  "id": 7\n}')])]
ANSWERED = [("tool", [("tool answer", "shipped")])]


def test_messages_with_parts() -> None:
    parts = [
        {"role": "user", "parts": [{"type": "text", "content": "Where is my order?"}]},
        {
            "role": "assistant",
            "parts": [{"type": "tool_call", "name": "lookup_order", "arguments": {"id": 7}}],
        },
        {"role": "tool", "parts": [{"type": "tool_call_response", "response": "shipped"}]},
    ]
    for kept in (parts, json.dumps(parts)):
        assert said({"gen_ai.input.messages": kept}) == ASKED + CALLED + ANSWERED


def test_messages_of_a_provider() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "lookup_order", "arguments": '{"id": 7}'}}
    messages = [
        {"role": "user", "content": [{"type": "text", "text": "Where is my order?"}]},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": "shipped", "tool_call_id": "c"},
    ]
    assert said({"input.value": json.dumps({"messages": messages})}) == ASKED + CALLED + ANSWERED


def test_messages_flattened_into_numbered_attributes() -> None:
    openinference = {
        "llm.input_messages.0.message.role": "user",
        "llm.input_messages.0.message.content": "Where is my order?",
        "llm.output_messages.0.message.role": "assistant",
        "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "lookup_order",
        "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": '{"id": 7}',
    }
    traceloop = {
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.tool_calls.0.name": "lookup_order",
        "gen_ai.completion.0.tool_calls.0.arguments": '{"id": 7}',
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "Where is my order?",
    }
    assert said(openinference) == said(traceloop) == ASKED + CALLED


def test_instructions_come_first_and_answers_last() -> None:
    kept = {
        "gen_ai.output.messages": [{"role": "assistant", "parts": [{"type": "text", "content": "It is."}]}],
        "gen_ai.input.messages": [{"role": "user", "parts": [{"type": "text", "content": "Is it?"}]}],
        "gen_ai.system_instructions": [{"type": "text", "content": "Be kind."}],
    }
    assert [role for role, _ in said(kept)] == ["system", "user", "assistant"]


def test_what_is_no_message_stays_a_passage() -> None:
    assert said({"exception.message": "no such file"}) == [("exception.message", [("", "no such file")])]
    assert said({"ai.prompt": '{"a": 1}'}) == [("ai.prompt", [("", '{\n  "a": 1\n}')])]
    assert said("plain") == [("content", [("", "plain")])]


def test_long_texts_are_folded_to_their_beginning() -> None:
    (message,) = conversation({"x": "word " * LONG})
    assert message.parts[0].beginning.endswith("word…")
    assert not conversation({"x": "word"})[0].parts[0].beginning


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["role", "content", "parts", "a"]), inner)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(["gen_ai.input.messages", "gen_ai.prompt.0.role", "gen_ai.prompt.0.tool_calls", "x"])


@given(st.dictionaries(NAMES, JSON) | JSON)
def test_any_content_can_be_shown(content: object) -> None:
    for message in conversation(content):
        assert isinstance(message.role, str) and all(isinstance(part.text, str) for part in message.parts)


@pytest.mark.parametrize("depth", [10_000])
def test_json_too_deep_to_read_stays_text(depth: int) -> None:
    deep = "[" * depth
    assert said({"x": deep}) == [("x", [("", deep)])]
