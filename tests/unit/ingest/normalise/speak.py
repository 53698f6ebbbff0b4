"""One span under a scope, normalised: what the tests of dialects say most."""

from ingest.normalise import normalise
from tests.factories.otlp import export, records, span


def hear(scope_name, attributes, *, name="span", version="", **described):
    """What `normalise` makes of one span."""
    message = export(span(name, attributes, **described), scope_name=scope_name, version=version)
    return normalise(records(message)[0])
