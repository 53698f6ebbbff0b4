"""Cursors: where a page ended, as opaque text. Pure."""

import base64
import binascii
from typing import Annotated, Generic, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from finops.core.parameters import BadParameter

Key = TypeVar("Key")
BigInt = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Integer = Annotated[int, Field(ge=0, lt=2**31)]
MAX_CURSOR = 600


class Cursor(Generic[Key]):
    """Turns the last key of a page, a named tuple, into text that is safe in a URL, and back."""

    def __init__(self, shape: type[Key]) -> None:
        self._adapter = TypeAdapter(shape)

    def encode(self, key: Key) -> str:
        """The key as text."""
        return base64.urlsafe_b64encode(self._adapter.dump_json(key)).decode().rstrip("=")

    def decode(self, text: str) -> Key:
        """The key that `encode` was given, its types and bounds checked."""
        try:
            if len(text) > MAX_CURSOR:
                raise ValueError
            raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            return self._adapter.validate_json(raw)
        except (ValueError, binascii.Error, ValidationError):
            problem = "is not one that this list has given out. Leave it out to begin."
            raise BadParameter("cursor", problem) from None
