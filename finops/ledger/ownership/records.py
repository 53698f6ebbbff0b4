"""What ownership is decided from, and what it decides."""

from typing import NamedTuple

from finops.ledger.types import Counted, Uncounted
from finops.telemetry.types import Layer, Role

Identity = tuple[bytes, int, int]  # trace id, span id, fingerprint


class Node(NamedTuple):
    """A span of any kind, as a place in the tree of its trace."""

    span_id: int
    parent_span_id: int | None


class Observation(NamedTuple):
    """What one span says about one metered thing. Times are unix microseconds."""

    trace_id: bytes
    span_id: int
    fingerprint: int
    scope: str  # instrumentation scope; with trace and span it names all versions of one span
    role: int
    layer: int
    is_error: bool
    billable: bool
    cumulative: bool
    input_tokens: int | None
    output_tokens: int | None
    detail: int  # how many of the cached and reasoning parts the emitter states
    response_id: str | None
    model: str | None  # family, see `family.py`
    start: int
    end: int

    @property
    def known(self) -> bool:
        """Whether the emitter said how many tokens the call took."""
        return self.input_tokens is not None or self.output_tokens is not None

    @property
    def tokens(self) -> int:
        """All tokens it reports; none reported adds nothing."""
        return (self.input_tokens or 0) + (self.output_tokens or 0)

    @property
    def failed(self) -> bool:
        """An attempt that failed before it used anything."""
        return self.is_error and not self.known

    @property
    def is_call(self) -> bool:
        """Whether it stands for one request to a model, rather than for the sum of several."""
        return self.role in (Role.MODEL_CALL, Role.ENGINE)

    @property
    def is_engine(self) -> bool:
        """Whether it is an inference server's own view."""
        return self.role == Role.ENGINE or self.layer == Layer.ENGINE


class Verdict(NamedTuple):
    """Whether an observation counts, why, and which one (by position) counts in its place."""

    counted: bool
    reason: Counted | Uncounted
    winner: int | None


Strength = tuple[bool, int, int, int, int, int, int, bytes, str]


def strength(observation: Observation) -> Strength:
    """The total order of every choice between two observations: the greater one wins.

    Usage beats layer; then the fuller usage, the later end and the larger total; ids break ties.
    """
    return (
        observation.known,
        observation.layer,
        observation.detail,
        observation.end,
        observation.tokens,
        observation.span_id,
        observation.fingerprint,
        observation.trace_id,
        observation.scope,
    )
