"""Every emitter we know: adding a module with `EMITTERS` adds them to the tests and to the report."""

import importlib
import pkgutil

from tests.emitters.described import Emitter


def all_emitters() -> list[Emitter]:
    """All described emitters, by name."""
    found: list[Emitter] = []
    for module in pkgutil.iter_modules(__path__):
        found += getattr(importlib.import_module(f"{__name__}.{module.name}"), "EMITTERS", ())
    return sorted(found, key=lambda one: one.name.lower())
