"""Random agent runs for Hypothesis: what was really used, and what several libraries report of it.

`agent_worlds` knows the truth: every call has tokens of its own, so what must be counted follows from a
few lines of recursion here. `broken_worlds` loses, copies and rewires spans: there the only truth is
that the order of arrival must not matter.
"""

from dataclasses import dataclass, field, replace
from itertools import count

from hypothesis import strategies as st

from finops.telemetry.types import Layer, Role
from tests.factories.ledger import FakeSpan, aggregate, at_version, call, plain

LAYERS = (
    ("framework", Layer.FRAMEWORK),
    ("library", Layer.SDK_INSTRUMENTATION),
    ("sdk", Layer.PROVIDER_SDK),
    ("proxy", Layer.GATEWAY),
)
DIMENSIONS = ("team", "journey", "customer", "user", "session", "step", "journey_fallback")
STEP = 10.0  # seconds between calls: they never overlap by chance


@dataclass
class Truth:
    """What a part of a run used and what of it must be counted."""

    used: tuple[int, int] = (0, 0)
    counted: tuple[int, int] = (0, 0)
    known_calls: int = 0


@dataclass
class World:
    """Spans and the tokens that must be counted."""

    spans: list[FakeSpan] = field(default_factory=list)
    counted: tuple[int, int] = (0, 0)


def add(*pairs: tuple[int, int]) -> tuple[int, int]:
    """Sums of input and output tokens."""
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


dimensions = st.dictionaries(st.sampled_from(DIMENSIONS), st.sampled_from(("x", "y", "z")), max_size=2)


@st.composite
def agent_worlds(draw: st.DrawFn, max_depth: int = 2) -> World:
    """A run of an agent with tools, sub-agents, retries, gateways and several libraries watching."""
    run = _Run(draw)
    run.spans.append(plain("root", dims=draw(dimensions), resource=draw(dimensions)))
    parts = [run.build("root", max_depth) for _ in range(draw(st.integers(1, 3)))]
    return World(run.spans, add(*(part.counted for part in parts)))


class _Run:
    """A run while it is made up."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.spans: list[FakeSpan] = []
        self.numbers = count(1)

    def build(self, parent: str, depth: int) -> Truth:
        """Something below a span: a call, an agent elsewhere, or a tool or agent with more below it."""
        kinds = ("call", "call", "tool", "agent", "remote") if depth else ("call", "remote")
        kind = self.draw(st.sampled_from(kinds))
        name = f"{kind}{next(self.numbers)}"
        if kind == "call":
            return self.logical_call(parent, name)
        if kind == "remote":
            self.spans.append(aggregate(name, *tokens(name), parent=parent, at=place(name)))
            return Truth(tokens(name), tokens(name), 0)
        parts = [self.build(name, depth - 1) for _ in range(self.draw(st.integers(1, 3)))]
        return self.above(kind, parent, name, parts)

    def above(self, kind: str, parent: str, name: str, parts: list[Truth]) -> Truth:
        """A tool, which says nothing of tokens, or an agent, which repeats their sum."""
        used, counted = add(*(part.used for part in parts)), add(*(part.counted for part in parts))
        known = sum(part.known_calls for part in parts)
        fields = {"parent": parent, "dims": self.draw(dimensions), "at": place(name)}
        if kind == "tool":
            self.spans.append(plain(name, **fields))
            return Truth(used, counted, known)
        self.spans.append(aggregate(name, *used, **fields))
        return Truth(used, counted if known else used, known)

    def logical_call(self, parent: str, name: str) -> Truth:
        """One request to a model, and the spans of those who saw it."""
        used, response, above = tokens(name), f"chatcmpl-{name}-abcdefgh", parent
        observers = self.draw(st.sets(st.sampled_from(range(len(LAYERS))), min_size=1))
        knows = self.draw(st.sets(st.sampled_from(sorted(observers))))
        if self.draw(st.booleans()):
            self.spans.append(call(f"{name}-attempt", parent=above, error=True, at=place(name) - 2))
        for position in sorted(observers):
            scope, layer = LAYERS[position]
            seen = used if position in knows else (None, None)
            above = self.observe(name, scope, layer, seen, above, response if position >= 2 else None)
        twin = self.draw(st.booleans())
        if twin:
            self.observe(name, "twin", Layer.SDK_INSTRUMENTATION, used, parent, None)
        remote = bool(observers & {2, 3}) and self.draw(st.booleans())
        if remote:
            self.observe(name, "remote-proxy", Layer.GATEWAY, used, None, response, f"remote-{name}")
        known = bool(knows) or twin or remote
        return Truth(used, used if known else (0, 0), int(known))

    def observe(
        self,
        name: str,
        scope: str,
        layer: Layer,
        seen: tuple[int | None, int | None],
        parent: str | None,
        response: str | None,
        trace: str = "trace",
    ) -> str:
        """What one library reports of a call, sometimes in a first version without usage too."""
        span = f"{name}-{scope}"
        fields = {"layer": layer, "scope": scope, "at": place(name), "response": response, "trace": trace}
        self.spans.append(
            call(span, *seen, parent=parent, dims=self.draw(dimensions), service=scope, **fields)
        )
        if self.draw(st.integers(0, 5)) == 0:
            self.spans.append(at_version(self.spans[-1], "pending", lasts=0.1, tokens=(None, None)))
        return span


def tokens(name: str) -> tuple[int, int]:
    """Tokens that no other call of the world has."""
    position = int("".join(filter(str.isdigit, name)))
    return 1000 + 97 * position, 10 + position


def place(name: str) -> float:
    """When a call began: far from every other call of the world."""
    return STEP * int("".join(filter(str.isdigit, name)))


@st.composite
def broken_worlds(draw: st.DrawFn) -> list[FakeSpan]:
    """A world in which spans are lost and parents run anywhere, also in circles."""
    spans = draw(agent_worlds()).spans
    names = sorted({one.span for one in spans})
    broken = []
    for one in spans:
        fate = draw(st.sampled_from(("keep", "keep", "keep", "lose", "rewire", "flag", "twin")))
        if fate == "lose":
            continue
        if fate == "rewire":
            one = replace(one, parent=draw(st.sampled_from((*names, None))))
        if fate == "flag" and one.has_charge:
            flag = draw(st.sampled_from(("cumulative", "not_billable", "error")))
            one = replace(one, error=True) if flag == "error" else replace(one, flags=(flag,))
        if fate == "twin" and one.role == Role.MODEL_CALL:
            broken.append(replace(one, scope="again", at=one.at + 0.01))
        broken.append(one)
    return broken or [call("only", 1, 1)]
