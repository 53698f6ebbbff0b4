"""What happens in the demo world, before anybody tells it in OpenTelemetry. Times are unix nanoseconds."""

from typing import NamedTuple

SECOND = 1_000_000_000


class Model(NamedTuple):
    """A model and how it behaves."""

    provider: str
    name: str  # as requested
    response: str  # as the provider answers it
    first_token: float  # seconds
    speed: float  # output tokens per second


class Tokens(NamedTuple):
    """Usage of one call; totals include their parts."""

    input: int
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    reasoning: int = 0

    def plus(self, other: "Tokens") -> "Tokens":
        """Both together."""
        return Tokens(*(one + two for one, two in zip(self, other, strict=True)))


NOTHING_USED = Tokens(0)


class Call(NamedTuple):
    """One request to a model. A failed one has used nothing."""

    model: Model
    step: str
    start: int
    end: int
    tokens: Tokens | None  # None: it failed
    response_id: str
    error: str | None = None
    is_embedding: bool = False
    first_token: int | None = None  # nanoseconds after start; None: not streamed
    calls_tool: bool = False


class Tool(NamedTuple):
    """One use of a tool by an agent."""

    name: str
    step: str
    start: int
    end: int
    error: str | None = None


class Run(NamedTuple):
    """One trace: a journey done once for somebody."""

    trace_id: bytes
    journey: str
    service: str
    start: int
    end: int
    events: tuple[Call | Tool, ...]
    environment: str = "production"
    customer: str | None = None
    user: str | None = None
    session: str | None = None
    failed: bool = False  # the last call failed for good

    @property
    def calls(self) -> list[Call]:
        """Its requests to models, in order."""
        return [event for event in self.events if isinstance(event, Call)]

    @property
    def tokens(self) -> Tokens:
        """The sum over its calls: what an agent's own span reports."""
        total = NOTHING_USED
        for call in self.calls:
            total = total.plus(call.tokens) if call.tokens else total
        return total
