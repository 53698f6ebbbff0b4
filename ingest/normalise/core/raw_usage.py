"""Usage objects as providers send them (telemetry reference 2.10), made inclusive."""

from ingest.carriers import dig
from ingest.normalise.core.dialect import Attributes
from ingest.normalise.core.numbers import BAD_VALUE, MAX_TOKENS, Keys, count
from ingest.normalise.core.tokens import Counts

INPUT, OUTPUT = ("prompt_tokens", "input_tokens"), ("completion_tokens", "output_tokens")
INPUT_DETAILS = ("prompt_tokens_details", "input_tokens_details")
OUTPUT_DETAILS = ("completion_tokens_details", "output_tokens_details")
# Only Anthropic puts these beside its input tokens, which leave them out.
READ, WRITE = ("cache_read_input_tokens",), ("cache_creation_input_tokens",)
WRITE_5M, WRITE_1H = ("ephemeral_5m_input_tokens",), ("ephemeral_1h_input_tokens",)
NAMES = frozenset({*INPUT, *OUTPUT})
NOTHING: Attributes = {}


def is_raw(usage: Attributes) -> bool:
    """Whether a usage object has the shape of OpenAI's or Anthropic's."""
    return not NAMES.isdisjoint(usage)


def raw_counts(usage: Attributes, flags: list[str]) -> Counts:
    """The counts of a usage object, cached tokens included whoever sent it."""
    prompt, completion = _details(usage, INPUT_DETAILS), _details(usage, OUTPUT_DETAILS)
    lives = _details(usage, ("cache_creation",))
    said = Counts(
        input=count(usage, INPUT, flags),
        output=count(usage, OUTPUT, flags),
        read=count(prompt, ("cached_tokens",), flags),
        write=count(prompt, ("cache_write_tokens",), flags),
        write_5m=count(lives, WRITE_5M, flags),
        write_1h=count(lives, WRITE_1H, flags),
        reasoning=count(completion, ("reasoning_tokens", "thinking_tokens"), flags),
        input_audio=count(prompt, ("audio_tokens",), flags),
        output_audio=count(completion, ("audio_tokens",), flags),
    )
    read, write = count(usage, READ, flags), count(usage, WRITE, flags)
    if said.input is None or (read is None and write is None):
        return said
    if "prompt_tokens" in usage:  # Anthropic's names beside OpenAI's, which include them
        return said._replace(read=_first(said.read, read), write=_first(said.write, write))
    return said._replace(
        input=bounded(said.input + (read or 0) + (write or 0), flags), read=read, write=write
    )


def _first(said: int | None, other: int | None) -> int | None:
    return other if said is None else said


def bounded(tokens: int, flags: list[str]) -> int | None:
    """A sum of counts; none and flagged when it is absurd."""
    if tokens <= MAX_TOKENS:
        return tokens
    flags.append(BAD_VALUE)
    return None


def _details(usage: Attributes, names: Keys) -> Attributes:
    for name in names:
        inner = dig(usage, name)
        if isinstance(inner, dict):
            return inner
    return NOTHING
