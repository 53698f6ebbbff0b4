"""Ids and numbers in addresses; ids as OpenTelemetry writes them."""

import uuid


class Number:
    """A whole number that fits any integer column."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """As addresses write it."""
        return str(value)


class ChargeLine:
    """The line of a charge: below zero where it stands for many calls."""

    regex = "-1|[0-9]{1,4}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """As addresses write it."""
        return str(value)


class TraceId:
    """A trace id of 32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> uuid.UUID:
        """As the database keeps it."""
        return uuid.UUID(value)

    def to_url(self, value: uuid.UUID | str) -> str:
        """As addresses write it."""
        return value.hex if isinstance(value, uuid.UUID) else value


class HexId:
    """A 64-bit id of 16 hexadecimal digits."""

    regex = "[0-9a-f]{16}"

    def to_python(self, value: str) -> int:
        """As the database keeps it: signed."""
        return int.from_bytes(bytes.fromhex(value), "big", signed=True)

    def to_url(self, value: int | str) -> str:
        """As addresses write it."""
        return value.to_bytes(8, "big", signed=True).hex() if isinstance(value, int) else value
