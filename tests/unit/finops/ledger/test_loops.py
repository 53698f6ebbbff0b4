"""How agents worked in a trace."""

from finops.ledger.ownership.forest import plant
from finops.ledger.settling.loops import loops
from finops.ledger.settling.rows import StoredCharge, StoredSpan
from finops.ledger.settling.traces import Trace
from finops.telemetry.types import Role

TRACE = bytes(16)


def tool(name: str, at: int, parent: int = 1) -> StoredSpan:
    return StoredSpan(TRACE, at, parent, at, 1, at, 10, 0, Role.TOOL, name, None)


def trace(*spans: StoredSpan) -> Trace:
    return Trace(TRACE, list(spans), plant([]), {}, {}, frozen=False)


def call(at: int, tokens: int | None, line: int = 0) -> StoredCharge:
    return StoredCharge(
        TRACE, at, at, line, 1, at, 10, Role.MODEL_CALL, 1, False, tokens, None, tokens and 10, None,
        None, None, None, "chat", None, None, None, None, True,
    )  # fmt: skip


def test_a_tool_called_again_right_after_is_a_repeat() -> None:
    found = loops(trace(tool("search", 1), tool("search", 2), tool("read", 3), tool("search", 4)), [])
    assert (found.tool_count, found.tool_repeats) == (4, 1)


def test_other_agents_do_not_make_a_repeat() -> None:
    found = loops(trace(tool("search", 1, parent=1), tool("search", 2, parent=2)), [])
    assert found.tool_repeats == 0


def test_what_is_no_tool_is_no_loop() -> None:
    assert loops(trace(tool("search", 1)._replace(role=Role.AGENT)), []).tool_count == 0


def test_the_entry_is_the_call_that_began_first_and_says_its_tokens() -> None:
    assert loops(trace(), [call(3, 900), call(2, 100), call(1, None)]).entry_tokens == 110


def test_counters_and_fees_are_no_entry() -> None:
    assert loops(trace(), [call(1, 5, line=-1), call(2, 5, line=1)]).entry_tokens is None
