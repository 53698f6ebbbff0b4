"""What a span stands for, by the operation it names (telemetry reference 2.5 and 5.6)."""

from collections.abc import Mapping
from typing import NamedTuple

from finops.telemetry.types import Role
from ingest.records import Normalised, Value


class Gate(NamedTuple):
    """What a span stands for before its usage is looked at."""

    role: Role
    operation: str
    billable: bool = True  # False: free by nature


CHAT = Gate(Role.MODEL_CALL, "chat")
COMPLETION = Gate(Role.MODEL_CALL, "completion")
EMBEDDINGS = Gate(Role.MODEL_CALL, "embeddings")
RERANK = Gate(Role.MODEL_CALL, "rerank")
IMAGE = Gate(Role.MODEL_CALL, "image")
SPEECH = Gate(Role.MODEL_CALL, "speech")
TRANSCRIPTION = Gate(Role.MODEL_CALL, "transcription")
OTHER_CALL = Gate(Role.MODEL_CALL, "other")
FREE = Gate(Role.MODEL_CALL, "other", billable=False)
ENGINE = Gate(Role.ENGINE, "chat")
AGENT = Gate(Role.AGENT, "other")
TOOL = Gate(Role.TOOL, "other")
RETRIEVAL = Gate(Role.RETRIEVAL, "other")
OTHER = Gate(Role.OTHER, "other")

# Values of `gen_ai.operation.name`, from the conventions and as seen.
OPERATIONS: Mapping[str, Gate] = {
    "chat": CHAT,
    "generate_content": CHAT,
    "generate": CHAT,
    "messages": CHAT,
    "responses": CHAT,
    "llm_call": CHAT,
    "text_completion": COMPLETION,
    "completion": COMPLETION,
    "embeddings": EMBEDDINGS,
    "embedding": EMBEDDINGS,
    "rerank": RERANK,
    "image_generation": IMAGE,
    "speech": SPEECH,
    "transcription": TRANSCRIPTION,
    "translation": TRANSCRIPTION,
    "decide": OTHER_CALL,
    "fetch_response": FREE,
    "tokenize": FREE,
    "count_tokens": FREE,
    "responses_input_tokens": FREE,
    "invoke_agent": AGENT,
    "create_agent": AGENT,
    "invoke_workflow": AGENT,
    "plan": AGENT,
    "agent_step": AGENT,
    "agent_call": AGENT,
    "task": AGENT,
    "workflow": AGENT,
    "handoff": AGENT,
    "execute_tool": TOOL,
    "tool_call": TOOL,
    "retrieval": RETRIEVAL,
    "search_memory": RETRIEVAL,
}
# Values of Traceloop's older `llm.request.type`.
REQUEST_TYPES: Mapping[str, Gate] = {
    "chat": CHAT,
    "completion": COMPLETION,
    "embedding": EMBEDDINGS,
    "rerank": RERANK,
}
# A span without a usage record, one for each role.
WITHOUT_USAGE = [Normalised(role, None) for role in Role]


def gate_of_operation(attributes: Mapping[str, Value]) -> Gate | None:
    """The gate of a known `gen_ai.operation.name`."""
    operation = attributes.get("gen_ai.operation.name")
    return OPERATIONS.get(operation) if type(operation) is str else None


def gate_of_request_type(attributes: Mapping[str, Value]) -> Gate | None:
    """The gate of `llm.request.type`, which only calls to a model have."""
    request_type = attributes.get("llm.request.type")
    return REQUEST_TYPES.get(request_type, OTHER_CALL) if type(request_type) is str and request_type else None
