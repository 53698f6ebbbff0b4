"""Finds the dialect of a span: by scope name, then by marker attributes (telemetry reference 3.0).

Every module directly in `ingest.normalise` holds `DIALECTS`: adding a dialect is adding a file.
"""

import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path

from finops.telemetry.types import Layer, Role
from ingest.normalise.core.dialect import Dialect
from ingest.normalise.core.layers import layer_of_scope, matches
from ingest.normalise.core.reading import Reader
from ingest.normalise.core.roles import WITHOUT_USAGE
from ingest.records import Normalised, OtlpSpan


def _discover() -> tuple[Dialect, ...]:
    found: list[Dialect] = []
    for module in pkgutil.iter_modules([str(Path(__file__).parents[1])]):
        if not module.ispkg:
            found += importlib.import_module(f"ingest.normalise.{module.name}").DIALECTS
    return tuple(sorted(found, key=lambda dialect: dialect.rank))


DIALECTS = _discover()
SPAN_DIALECTS = tuple(dialect for dialect in DIALECTS if not dialect.events)
EVENTS = {name: dialect for dialect in DIALECTS for name in dialect.events}
MARKERS = frozenset(key for dialect in DIALECTS for key in dialect.markers)
CONTENT_READ = frozenset(key for dialect in DIALECTS for key in dialect.reads_content)
REMEMBERED_KEYS = 64  # spans with more attributes are looked at every time: names take memory
NOT_A_CALL = WITHOUT_USAGE[Role.OTHER]
DETAILS = "semconv_event"


@lru_cache(maxsize=4096)
def reader_of_scope(scope_name: str) -> Reader | None:
    """The reader of a scope that is known by its name."""
    for dialect in SPAN_DIALECTS:
        if any(matches(pattern, scope_name) for pattern in dialect.scopes):
            return Reader(dialect, layer_of_scope(scope_name))
    return None


def normalise(span: OtlpSpan) -> Normalised:
    """What a span stands for and, when it meters something, its usage in one language."""
    scope_name = span.origin.scope_name
    reader = reader_of_scope(scope_name)
    if reader is None:
        keys = tuple(span.attributes)
        find = _remembered_reader if len(keys) <= REMEMBERED_KEYS else _reader_of_keys
        reader = find(scope_name, keys)
    return NOT_A_CALL if reader is None else reader.normalise(span)


def normalise_event(event: OtlpSpan) -> Normalised:
    """The same for a log event that stands for a call and has become a span of its name."""
    return _reader_of_event(event.name, event.origin.scope_name).normalise(event)


@lru_cache(maxsize=1024)
def _reader_of_event(name: str, scope_name: str) -> Reader:
    dialect = EVENTS[name]
    if dialect.name == DETAILS:  # a copy of the span's own attributes, and as good as they are
        of_scope = reader_of_scope(scope_name)
        dialect = dialect if of_scope is None else of_scope.dialect
        return Reader(dialect, Layer.FRAMEWORK)
    return Reader(dialect, Layer.PROVIDER_SDK)


def _reader_of_keys(scope_name: str, keys: tuple[str, ...]) -> Reader | None:
    """The reader for spans under an unknown scope whose attributes give the dialect away."""
    found = MARKERS.intersection(keys)
    if found:
        for place, dialect in enumerate(SPAN_DIALECTS):
            if not dialect.markers.isdisjoint(found):
                return _reader(place, scope_name)
    return None


# Spans of one kind have attributes of the same names in the same order.
_remembered_reader = lru_cache(maxsize=1024)(_reader_of_keys)


@lru_cache(maxsize=4096)
def _reader(place: int, scope_name: str) -> Reader:
    return Reader(SPAN_DIALECTS[place], layer_of_scope(scope_name))
