"""Whom a charge belongs to: the value of each dimension, from its own span outwards.

Own span, other spans of the same call, ancestors from near to far, resource; then the weaker
`_fallback` statements in the same order. Nobody: None. What rules and owners say is in `assignment.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from finops.attribution.custom import HISTORY_PREFIX, PREFIX, Pairs, replaced
from finops.attribution.rules import KEY_PREFIX, NO_RULES, RuleBook
from finops.ledger.ownership.forest import Tree
from finops.telemetry.types import FALLBACK_SUFFIX

Dims = Mapping[str, str]
NOTHING: Dims = {}


class Attribution(NamedTuple):
    """The inherited dimensions of one charge; None: nobody said."""

    environment: str | None
    service: str | None
    team: str | None
    cost_center: str | None
    feature: str | None
    journey: str | None
    step: str | None
    agent: str | None
    prompt_name: str | None
    prompt_version: str | None
    region: str | None
    customer: str | None
    user: str | None
    session: str | None
    custom: Pairs = ()

    def value(self, dimension: str) -> str | None:
        """The value of a dimension, built-in or custom."""
        if dimension.startswith(PREFIX):
            return dict(self.custom).get(dimension.removeprefix(PREFIX))
        found: str | None = getattr(self, dimension)
        return found

    def changed(self, values: Mapping[str, str]) -> "Attribution":
        """With other values of some dimensions."""
        own = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
        others: dict[str, Any] = {name: values[name] for name in values if not name.startswith(PREFIX)}
        if own:
            others["custom"] = replaced(self.custom, own)
        return self._replace(**others)


class Stated(NamedTuple):
    """What is said of one charge, the attributes that rules ask for, in the order of their keys, and those
    that stand for custom dimensions of before they were allowed."""

    attribution: Attribution
    attributes: tuple[str | None, ...] = ()
    histories: tuple[str | None, ...] = ()


class Source(NamedTuple):
    """What one span contributes: its own statements, those with all ancestors', and its resource's."""

    own: Dims
    inherited: Dims
    resource: Dims


NAMES = tuple((name, name + FALLBACK_SUFFIX) for name in Attribution._fields if name != "custom")
# What a gateway in front of several applications cannot know of the one that called.
CALLER_DIMENSIONS = frozenset({"environment", "service", "team"})


def inherit(tree: Tree, stated: Mapping[int, Dims]) -> dict[int, Dims]:
    """For each span of a trace what it and its ancestors state, the nearest first."""
    inherited: dict[int, Dims] = {}
    for span_id in tree.order:
        parent = tree.parent.get(span_id)
        above = NOTHING if parent is None else inherited[parent]
        own = stated.get(span_id)
        inherited[span_id] = above if not own else {**above, **own} if above else own
    return inherited


def attribute(
    source: Source, group: Sequence[Source], caller_resource: Dims | None, book: RuleBook = NO_RULES
) -> Stated:
    """The dimensions of a charge: `source` is the counted span, `group` the others of the same call.

    `caller_resource` goes first for the dimensions that a gateway's resource cannot know. Of what `book`
    asks for beside the dimensions the nearest values are told as well.
    """
    if group:
        spans = [source.own, *(one.own for one in group), source.inherited, *(one.inherited for one in group)]
        resources = [source.resource, *(one.resource for one in group)]
    else:
        spans, resources = [source.inherited], [source.resource]
    nearest = _nearest([*spans, *resources])
    values = _values(nearest)
    if caller_resource is not None:
        of_caller = _values(_nearest([*spans, caller_resource, *resources]))
        values |= {name: of_caller[name] for name in CALLER_DIMENSIONS}
    if not book.custom and not book.keys:
        return Stated(Attribution(**values, custom=()))
    get = nearest.get
    return Stated(
        Attribution(**values, custom=_custom(nearest, book.custom)),
        tuple([get(KEY_PREFIX + key) for key in book.keys]),
        tuple([get(HISTORY_PREFIX + history.name) for history in book.histories]),
    )


def _nearest(layers: Sequence[Dims]) -> Dims:
    """All statements of several layers; of one dimension that of the first layer."""
    merged: dict[str, str] = {}
    for layer in reversed(layers):
        merged.update(layer)
    return merged


def _custom(nearest: Dims, names: Sequence[str]) -> Pairs:
    return tuple([(name.removeprefix(PREFIX), nearest[name]) for name in names if name in nearest])


def _values(stated: Dims) -> dict[str, str | None]:
    get = stated.get
    return {name: get(name) or get(fallback) for name, fallback in NAMES}
