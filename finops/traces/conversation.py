"""Kept content as a conversation. Pure; what is no message stays a passage of text, nothing is lost.

Understands messages with `parts` (OpenTelemetry), with `content` and `tool_calls` (provider SDKs), and
both flattened into numbered attributes (Traceloop `gen_ai.prompt.0.role`, OpenInference
`llm.input_messages.0.message.role`).
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

NUMBERED = re.compile(r"(.+?)\.(\d{1,6})\.(.+)")
TEXT_KEYS = ("content", "text", "response", "result", "output", "thinking", "reasoning")
NAME_KEYS = ("name", "toolName", "tool_name")
ARGUMENT_KEYS = ("arguments", "args", "input")
ORDER = (("system", 0), ("output", 3), ("completion", 3), ("response", 3), ("input", 1), ("prompt", 1))
LONG, SHOWN = 1200, 280  # characters: longer texts are folded to their beginning


class Part(NamedTuple):
    """A piece of a message: its text, or a call of a tool and its answer."""

    label: str  # empty: plain text
    text: str

    @property
    def beginning(self) -> str:
        """The first words of a long text; empty when it is short enough to be shown whole."""
        return f"{self.text[:SHOWN].rstrip()}…" if len(self.text) > LONG else ""


class Message(NamedTuple):
    """What one side said; `role` as sent, or the name of the attribute that holds no message."""

    role: str
    parts: list[Part]


def conversation(content: Any) -> list[Message]:
    """Every kept attribute as messages: instructions first, then what went in, then what came out."""
    attributes = content if isinstance(content, dict) else {"content": content}
    found: list[Message] = []
    for name, value in sorted(_gathered(attributes).items(), key=lambda item: _rank(item[0])):
        found += _messages(name, _loaded(value))
    return [message for message in found if message.parts]


def _gathered(attributes: dict[str, Any]) -> dict[str, Any]:
    """Numbered attributes as lists of dictionaries."""
    found: dict[str, Any] = {}
    numbered: dict[str, dict[int, dict[str, Any]]] = {}
    for name, value in attributes.items():
        if match := NUMBERED.fullmatch(name):
            item = numbered.setdefault(match[1], {}).setdefault(int(match[2]), {})
            item[match[3].removeprefix("message.")] = value
        else:
            found[name] = value
    for name, items in numbered.items():
        found[name] = [_gathered(items[index]) for index in sorted(items)]
    return found


def _rank(name: str) -> int:
    return next((rank for word, rank in ORDER if word in name), 2)


def _loaded(value: Any) -> Any:
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _messages(name: str, value: Any) -> Iterator[Message]:
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        value = value["messages"]
    items = value if isinstance(value, list) else [value]
    if items and all(isinstance(item, dict) and isinstance(item.get("role"), str) for item in items):
        yield from (Message(item["role"], list(_parts(item))) for item in items)
    elif "system" in name:
        yield Message("system", [part for item in items for part in _part(item)])
    else:
        yield Message(name, [Part("", _text(value))])


def _parts(message: dict[str, Any]) -> Iterator[Part]:
    said = message.get("parts", message.get("content", message.get("contents")))
    said = _loaded(said) if isinstance(said, str) and said.startswith("[") else said
    label = "tool answer" if message["role"] in ("tool", "function") else ""
    for item in said if isinstance(said, list) else [said]:
        yield from (part._replace(label=part.label or label) for part in _part(item))
    for call in message.get("tool_calls") or []:
        yield from _tool_call(call)


def _part(item: Any) -> Iterator[Part]:
    if item is None or item == "":
        return
    if not isinstance(item, dict):
        yield Part("", _text(item))
        return
    item = {name.rpartition("message_content.")[2]: value for name, value in item.items()}
    kind = str(item.get("type", "")).replace("-", "_")
    if kind in ("tool_call", "tool_use", "function_call"):
        yield from _tool_call(item)
        return
    text = next((item[key] for key in TEXT_KEYS if item.get(key) is not None), item)
    yield Part(_label(kind), _text(text))


def _label(kind: str) -> str:
    if kind in ("", "text", "input_text", "output_text"):
        return ""
    return "tool answer" if kind.startswith("tool_") else kind.replace("_", " ")


def _tool_call(call: Any) -> Iterator[Part]:
    if not isinstance(call, dict):
        yield Part("calls a tool", _text(call))
        return
    flat = {name.removeprefix("tool_call.").removeprefix("function."): value for name, value in call.items()}
    inner = flat["function"] if isinstance(flat.get("function"), dict) else flat
    name = next((str(inner[key]) for key in NAME_KEYS if inner.get(key)), "a tool")
    given = next((inner[key] for key in ARGUMENT_KEYS if inner.get(key) is not None), "")
    yield Part(f"calls {name}", _text(given))


def _text(value: Any) -> str:
    value = _loaded(value)
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
