"""Token arithmetic: from what an emitter counts to totals that include their parts (telemetry 5.4, 5.5)."""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from finops.prices.types import Usage
from ingest.normalise.core.numbers import MAX_TOKENS, Keys, count
from ingest.records import Value


class Counts(NamedTuple):
    """Tokens as an emitter counts them; None means it does not say."""

    input: int | None = None
    output: int | None = None
    total: int | None = None
    read: int | None = None  # from the provider's cache
    write: int | None = None  # to the provider's cache, however long it lives
    write_5m: int | None = None
    write_1h: int | None = None
    reasoning: int | None = None
    input_audio: int | None = None
    output_audio: int | None = None


class CountKeys(NamedTuple):
    """Where a dialect keeps its counts: for each the attributes to try, best first."""

    input: Keys
    output: Keys
    total: Keys = ()
    read: Keys = ()
    write: Keys = ()
    write_5m: Keys = ()
    write_1h: Keys = ()
    reasoning: Keys = ()
    input_audio: Keys = ()
    output_audio: Keys = ()


class CountReader:
    """Reads the counts of one dialect: run for every call, so it only looks at keys that are named."""

    __slots__ = ("_fields",)

    def __init__(self, keys: CountKeys) -> None:
        self._fields = tuple((place, names[0], names[1:]) for place, names in enumerate(keys) if names)

    def read(self, attributes: Mapping[str, Value], flags: list[str]) -> Counts:
        """The counts among these attributes."""
        found: list[int | None] = [None] * len(Counts._fields)
        get = attributes.get
        for place, first, rest in self._fields:
            value = get(first)
            if type(value) is int and 0 <= value <= MAX_TOKENS:
                found[place] = value
            elif value is not None:
                found[place] = count(attributes, (first, *rest), flags)
            elif rest:
                found[place] = count(attributes, rest, flags)
        return Counts(*found)


class InputMode(Enum):
    """Whether the input count includes cached tokens."""

    INCLUSIVE = 1
    EXCLUSIVE = 2
    TESTED = 3  # the arithmetic test decides, else inclusive
    HIDDEN_CACHE = 4  # exclusive, and the cached tokens show only in the total
    PROVABLE = 5  # inclusive, but for old releases or some providers, which the arithmetic test finds


TRUSTS_TOTAL = (InputMode.TESTED, InputMode.PROVABLE)


class OutputMode(Enum):
    """Whether the output count includes reasoning tokens."""

    INCLUSIVE = 1
    TESTED = 2  # the arithmetic test decides, else inclusive
    EXTRA = 3
    RESIDUAL = 4  # left out, and visible only in the total


class Modes(NamedTuple):
    """How an emitter counts."""

    input: InputMode = InputMode.INCLUSIVE
    output: OutputMode = OutputMode.INCLUSIVE
    own_total: bool = False  # computes the total itself, so that it proves nothing
    zeros_omitted: bool = False  # leaves out counts of zero: absent cache counts are zero
    flags: tuple[str, ...] = ()


INCLUSIVE = Modes()
ZEROS_OMITTED = Modes(zeros_omitted=True)
TESTED = Modes(InputMode.TESTED, OutputMode.TESTED)
PROVABLE = Modes(InputMode.PROVABLE, OutputMode.TESTED)
EXCLUSIVE = Modes(InputMode.EXCLUSIVE)
UNKNOWN = Usage()


def to_usage(counts: Counts, modes: Modes, google: bool, flags: list[str]) -> Usage:
    """Inclusive totals with their parts. `google` is whether a Google model answered."""
    if counts.input is None and counts.output is None:
        return UNKNOWN
    if modes.flags:
        flags += modes.flags
    read, write = (None, None) if counts.input is None else _cache(counts, modes, flags)
    output, reasoning, tool = _output(counts, modes, google, flags)
    total = _input_total(counts, (read or 0) + (write or 0), modes, flags)
    return Usage(
        total + tool if tool and total is not None else total,
        read,
        write,
        counts.write_1h if write is not None else None,
        output,
        reasoning,
        _part(counts.input_audio, total, flags),
        _part(counts.output_audio, output, flags),
    )


def _cache(counts: Counts, modes: Modes, flags: list[str]) -> tuple[int | None, int | None]:
    """Tokens read from and written to the cache."""
    read, write = counts.read, counts.write
    if counts.write_1h is not None or counts.write_5m is not None:
        write = max(write or 0, (counts.write_5m or 0) + (counts.write_1h or 0))
    if modes.zeros_omitted:
        return read or 0, write or 0
    if modes.input is InputMode.HIDDEN_CACHE and read is None and counts.total is not None:
        hidden = counts.total - (counts.input or 0) - (counts.output or 0)
        if hidden > 0:
            flags.append("cache_split_unknown")
            return hidden, write
    return read, write


def _input_total(counts: Counts, cached: int, modes: Modes, flags: list[str]) -> int | None:
    said = counts.input
    if said is None or not cached:
        return said
    if cached > said or (modes.input in TRUSTS_TOTAL and _adds_up_with(cached, counts, modes)):
        # More cached than all: the count must leave cached tokens out, whatever the table says.
        flags.append("proved_exclusive")
        return said + cached
    if modes.input is InputMode.EXCLUSIVE or modes.input is InputMode.HIDDEN_CACHE:
        return said + cached
    if _adds_up_with(cached, counts, modes):
        flags.append("inclusivity_conflict")
    elif modes.input is InputMode.TESTED:
        flags.append("assumed_inclusive")
    return said


def _adds_up_with(extra: int, counts: Counts, modes: Modes) -> bool:
    """Whether the emitter's total is input and output and this on top."""
    if counts.total is None or modes.own_total:
        return False
    return counts.total == (counts.input or 0) + (counts.output or 0) + extra


def _output(
    counts: Counts, modes: Modes, google: bool, flags: list[str]
) -> tuple[int | None, int | None, int]:
    """All output tokens, the reasoning among them, and tool prompt tokens that belong to the input."""
    said, reasoning = counts.output, counts.reasoning
    if said is None:
        return None, None, 0
    if modes.output is OutputMode.RESIDUAL or (google and modes.output is OutputMode.TESTED):
        return _residual_output(said, counts, flags)
    if reasoning is None:
        return said, None, 0
    if modes.output is OutputMode.EXTRA or reasoning > said:
        return said + reasoning, reasoning, 0
    if reasoning and _adds_up_with(reasoning, counts, modes):
        if modes.output is OutputMode.TESTED:
            return said + reasoning, reasoning, 0
        flags.append("inclusivity_conflict")
    return said, reasoning, 0


def _residual_output(said: int, counts: Counts, flags: list[str]) -> tuple[int, int | None, int]:
    """Thoughts that show only as what the total has beyond input and output."""
    reasoning = counts.reasoning
    rest = (counts.total or 0) - (counts.input or 0) - said
    if rest > 0 and reasoning is None:
        flags.append("residual_as_reasoning")
        return said + rest, rest, 0
    if reasoning is not None and (rest >= reasoning or reasoning > said):
        return said + reasoning, reasoning, max(rest - reasoning, 0)
    return said, reasoning, 0


def _part(part: int | None, whole: int | None, flags: list[str]) -> int | None:
    """A part no larger than its whole."""
    if part is None or whole is None or part <= whole:
        return part if whole is not None else None
    flags.append("clamped")
    return whole
