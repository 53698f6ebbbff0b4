"""Typed readers for environment variables. A bad value is named in the error."""

import json
import os
from pathlib import Path
from typing import Any

PREFIX = "SPANLEDGER_"


class BadVariable(ValueError):
    """An environment variable holds a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """The variable's text, or `default` when it is unset or empty."""
    return os.environ.get(name) or default


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """The variable as a whole number of at least `minimum`."""
    raw = text(name)
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise BadVariable(f"{name} must be a whole number, not {raw!r}") from None
    if value < minimum:
        raise BadVariable(f"{name} must be at least {minimum}, not {value}")
    return value


def boolean(name: str, default: bool = False) -> bool:
    """The variable as a flag: 1/true/yes/on or 0/false/no/off."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise BadVariable(f"{name} must be true or false, not {raw!r}")


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """The variable, which must be one of `choices`."""
    value = text(name, default)
    if value not in choices:
        raise BadVariable(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def home() -> Path:
    """The data directory of this instance (`SPANLEDGER_HOME`)."""
    return Path(text(PREFIX + "HOME", "~/.local/share/spanledger")).expanduser().absolute()


def runtime() -> dict[str, Any]:
    """What `spanledger up` says of itself in `runtime.json`; empty when it does not run here."""
    try:
        found: dict[str, Any] = json.loads((home() / "runtime.json").read_text())
    except (FileNotFoundError, PermissionError, json.JSONDecodeError):
        return {}
    return found


def secret_key() -> str:
    """The signing key: `SPANLEDGER_SECRET_KEY`, or the file that `up` wrote, or nothing."""
    if given := text(PREFIX + "SECRET_KEY"):
        return given
    try:
        return (home() / "secret_key").read_text().strip()
    except (FileNotFoundError, PermissionError):
        return ""
