"""Versions of instrumentations, as their scopes state them."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def version_of(written: str) -> tuple[int, ...]:
    """The leading numbers of a version: `1.3b0` is (1, 3); empty when it has none."""
    numbers: list[int] = []
    for part in written[:64].split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits.isascii() or not digits:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    return tuple(numbers)
