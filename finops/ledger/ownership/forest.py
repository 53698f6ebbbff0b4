"""The tree of a trace. Parents may be missing, be the span itself or run in a circle."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from finops.ledger.ownership.records import Node


class Tree(NamedTuple):
    """Spans with parents before children, and each span's parent where it is present."""

    order: list[int]
    parent: dict[int, int]


def plant(nodes: Iterable[Node]) -> Tree:
    """The tree of one trace, the same for any order of `nodes` (one per span id).

    A span without a present parent is a root; a circle is cut at its smallest span id.
    """
    stated = dict(sorted(nodes))
    children: dict[int, list[int]] = defaultdict(list)
    parent: dict[int, int] = {}
    order: list[int] = []
    for span_id, above in stated.items():
        if above is None or above == span_id or above not in stated:
            order.append(span_id)
        else:
            parent[span_id] = above
            children[above].append(span_id)
    _walk(order, 0, children)
    if len(order) < len(stated):
        _cut_circles(order, stated.keys(), parent, children)
    return Tree(order, parent)


def _walk(order: list[int], position: int, children: dict[int, list[int]]) -> None:
    while position < len(order):
        below = children.get(order[position])
        if below:
            order.extend(below)
        position += 1


def _cut_circles(
    order: list[int], span_ids: Iterable[int], parent: dict[int, int], children: dict[int, list[int]]
) -> None:
    reached = set(order)
    for span_id in span_ids:
        if span_id in reached:
            continue
        root = min(_circle_above(span_id, parent))
        children[parent.pop(root)].remove(root)
        start = len(order)
        order.append(root)
        _walk(order, start, children)
        reached.update(order[start:])


def _circle_above(span_id: int, parent: dict[int, int]) -> list[int]:
    """The circle one runs into by following the parents from here."""
    path: dict[int, int] = {}
    while span_id not in path:
        path[span_id] = len(path)
        span_id = parent[span_id]
    return list(path)[path[span_id] :]


def nearest_above(tree: Tree, wanted: set[int]) -> dict[int, int | None]:
    """For each wanted span its nearest wanted ancestor, parents before children."""
    above: dict[int, int | None] = {}
    found: dict[int, int | None] = {}
    for span_id in tree.order:
        parent = tree.parent.get(span_id)
        nearest = None if parent is None else parent if parent in wanted else above[parent]
        above[span_id] = nearest
        if span_id in wanted:
            found[span_id] = nearest
    return found
