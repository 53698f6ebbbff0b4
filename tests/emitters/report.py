"""`docs/compatibility.md`, written from the recordings and stories: `python -m tests.emitters.report`."""

from collections.abc import Iterable, Sequence

from finops.telemetry.types import Role
from ingest.normalise import normalise
from ingest.records import LlmUsage
from tests.emitters import all_emitters
from tests.emitters.described import Emitter
from tests.emitters.judged import judge
from tests.factories.otlp import corpus_requests, records

HEAD = """# Compatibility

What is understood of each emitter. Every cell is read off what our tests send: recordings of real releases
in `tests/data/otlp`, or stories built from the attributes that an emitter's source or documentation names,
in `tests/emitters`. "Yes" means that at least one call of those tests carries it to the ledger; it is empty
where the emitter does not say it, or where no test shows it. [dialects.md](dialects.md) says how spans are
read. This page is written by `python -m tests.emitters.report`, and a test fails when it is stale.

Log events that report calls stand as emitters of their own; where spans or counters report the same calls,
each call counts once. All other logs, and metrics of all types, are stored and never become spend.

"""
KINDS = {
    "cached": "cache_read_tokens",
    "written": "cache_write_tokens",
    "one hour": "cache_write_1h_tokens",
    "reasoning": "reasoning_tokens",
    "audio in": "input_audio_tokens",
    "audio out": "output_audio_tokens",
}
YES, NO = "yes", ""
RECORDED, BUILT = "recorded", "built"


def document() -> str:
    """The whole page."""
    emitters = all_emitters()
    known = _table(
        ("Emitter", "Versions known", "Dialect", "Tests", "Layer"),
        ((e.name, e.versions, _dialect(e), _tests(e), _layer(e)) for e in emitters),
    )
    heads = ("Emitter", "input, output", *KINDS, "cost", "response id", "first token", "tier")
    carried = _table(heads, ((e.name, *_carried(calls_of(e))) for e in emitters))
    limits = _table(
        ("Emitter", "Recognised by", "Cannot tell us"),
        ((e.name, e.recognised, e.cannot_tell) for e in emitters),
    )
    return (
        f"{HEAD}## What is known\n\n{known}\n## What a call carries\n\n{carried}\n"
        f"## How it is recognised, and what it cannot tell\n\n{limits}"
    )


def calls_of(emitter: Emitter) -> list[LlmUsage]:
    """The calls in its own dialect that count in an emitter's stories, and those of its recordings."""
    told = [one for story in emitter.stories for one in judge(emitter, story)]
    counted = [one.meant.usage for one in told if one.verdict and one.verdict.counted]
    bridged = not emitter.dialect.isidentifier()
    requests = [request for folder in emitter.recordings for request in corpus_requests(folder)]
    heard = [normalise(span).usage for request in requests for span in records(request)]
    calls = [one for one in heard if one and one.role is Role.MODEL_CALL]
    return [one for one in (*counted, *calls) if one and (bridged or one.dialect == emitter.dialect)]


def _carried(calls: Sequence[LlmUsage]) -> list[str]:
    kinds = [_yes(getattr(one.usage, name) for one in calls) for name in KINDS.values()]
    return [
        _yes(one.usage.input_tokens for one in calls),
        *kinds,
        _yes(one.cost_emitted for one in calls),
        _yes(one.response_id for one in calls),
        _yes(one.ttft_ns for one in calls),
        _yes(one.service_tier for one in calls),
    ]


def _yes(values: Iterable[object]) -> str:
    return YES if any(values) else NO


def _dialect(emitter: Emitter) -> str:
    return f"`{emitter.dialect}`" if emitter.dialect.isidentifier() else emitter.dialect


def _tests(emitter: Emitter) -> str:
    return RECORDED if emitter.recordings else BUILT


def _layer(emitter: Emitter) -> str:
    layers = sorted({one.layer for one in calls_of(emitter)})
    return ", ".join(layer.name.lower().replace("_", " ") for layer in layers)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(_line(cells) for cells in (head, ["---"] * len(head), *rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    print(document(), end="")
