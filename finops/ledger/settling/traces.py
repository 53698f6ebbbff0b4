"""The spans of a closure, put together as traces. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

from finops.ledger.inheritance import NOTHING, Dims, inherit
from finops.ledger.ownership import Node
from finops.ledger.ownership.forest import Tree, plant
from finops.ledger.settling.closure import Closure
from finops.ledger.settling.rows import StoredOrigin, StoredSpan, TraceBounds, parse_dims


class Trace(NamedTuple):
    """One trace: its spans in order of time, its tree, and what each span states and inherits."""

    trace_id: bytes
    spans: list[StoredSpan]  # one version each
    tree: Tree
    stated: dict[int, Dims]
    inherited: dict[int, Dims]
    frozen: bool  # its older spans were dropped


def traces_of(closure: Closure) -> dict[bytes, Trace]:
    """The traces of a closure, also those that were settled before and have no spans any more."""
    stored: dict[bytes, list[StoredSpan]] = defaultdict(list)
    for span in closure.spans:
        stored[span.trace_id].append(span)
    for trace_id in closure.bounds:
        stored.setdefault(trace_id, [])
    return {
        trace_id: _trace(trace_id, spans, closure.origins, closure.bounds.get(trace_id))
        for trace_id, spans in stored.items()
    }


def _trace(
    trace_id: bytes,
    stored: list[StoredSpan],
    origins: Mapping[int, StoredOrigin],
    bounds: TraceBounds | None,
) -> Trace:
    # Retention drops the oldest spans first, so a trace that lost any has lost its first.
    frozen = bounds is not None and (not stored or min(span.start for span in stored) > bounds.start)
    spans = _one_version_each(stored, origins)
    spans.sort(key=attrgetter("start", "span_id", "fingerprint"))
    by_id: dict[int, list[StoredSpan]] = defaultdict(list)
    for span in spans:
        by_id[span.span_id].append(span)
    tree = plant(Node(span_id, _parent(same)) for span_id, same in by_id.items())
    stated = {span_id: _stated(same) for span_id, same in by_id.items()}
    return Trace(trace_id, spans, tree, stated, inherit(tree, stated), frozen)


def _one_version_each(stored: list[StoredSpan], origins: Mapping[int, StoredOrigin]) -> list[StoredSpan]:
    """The latest version of each span and scope."""
    if len({span.span_id for span in stored}) == len(stored):
        return stored
    best: dict[tuple[int, str], StoredSpan] = {}
    for span in stored:
        key = (span.span_id, origins[span.origin_id].scope)
        other = best.get(key)
        if other is None or _version(span) > _version(other):
            best[key] = span
    return list(best.values())


def _version(span: StoredSpan) -> tuple[int, int]:
    return span.end_ns, span.fingerprint


def _parent(same: list[StoredSpan]) -> int | None:
    """The parent of a span id, which two scopes may share: the latest that names another span."""
    if len(same) == 1:
        return same[0].parent_span_id
    naming = [span for span in same if span.parent_span_id not in (None, span.span_id)]
    return max(naming, key=_version).parent_span_id if naming else None


def _stated(same: list[StoredSpan]) -> Dims:
    if len(same) == 1:
        text = same[0].dims
        return parse_dims(text) if text else NOTHING
    merged: dict[str, str] = {}
    for span in sorted(same, key=_version):
        merged.update(parse_dims(span.dims))
    return merged
