"""Numbers and times as people read them. Pure. A missing value is a dash, never 0."""

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

DASH = "—"
MINUS = "−"
SPACE = "\N{NO-BREAK SPACE}"
DOLLAR_DIGITS = 2
CENT_DIGITS = 4  # under a dollar, where calls are priced
SIGNIFICANT = 2  # of amounts too small for that
STEPS = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))


class Amount(NamedTuple):
    """Money in the two weights it is set in: `−$`, `1,234`, `.50`."""

    sign: str
    whole: str
    minor: str

    def __str__(self) -> str:
        return f"{self.sign}{self.whole}{self.minor}"


def amount(value: Decimal) -> Amount:
    """US dollars with two digits, four under a dollar, more for the tiny; -0.00 is 0.00."""
    size = abs(value)
    digits = DOLLAR_DIGITS if size >= 1 or size == 0 else max(CENT_DIGITS, SIGNIFICANT - 1 - size.adjusted())
    rounded = _rounded(size, digits)
    if rounded >= 1:  # 0.99996 rounds up into dollars
        rounded = _rounded(rounded, DOLLAR_DIGITS)
    whole, _, minor = f"{rounded:,f}".partition(".")
    return Amount(f"{MINUS}$" if value < 0 else "$", whole, f".{minor}")


def exact_amount(value: Decimal) -> str:
    """US dollars to the last digit that is not a zero: `$0.0000123`; of cents there are two."""
    whole, _, minor = f"{abs(value):,f}".partition(".")
    minor = minor.rstrip("0")
    text = f"{whole}.{minor:0<2}" if minor else whole
    return f"{MINUS if value < 0 else ''}${text}"


def count(value: int | Decimal) -> str:
    """A whole number with thousands separators."""
    return f"{value:,}".replace("-", MINUS)


def number(value: Decimal) -> str:
    """Any number to four digits, of large ones every digit before the point: `0.1235`, `12,345`."""
    digits = max(3 - value.adjusted(), 0) if value else 0
    whole, _, rest = f"{_rounded(value, digits):,f}".partition(".")
    rest = rest.rstrip("0")
    return (f"{whole}.{rest}" if rest else whole).replace("-", MINUS)


def counted(number: int | Decimal, noun: str, plural: str = "") -> str:
    """`1 call`, `2 calls`, `1,234 batches`; the plural is the noun with an s unless it is given."""
    return f"{count(number)} {noun if number == 1 else plural or f'{noun}s'}"


def tokens(value: int) -> str:
    """A number of tokens to three digits: `950`, `12.4 k`, `1.24 M`."""
    sign, size = (MINUS if value < 0 else ""), abs(value)
    for step, unit in STEPS:
        # 999,950 reads 1.00 M, not 1,000 k: the unit follows the rounded number.
        if size >= step or size * 2000 >= step * 1999:
            return f"{sign}{_three_digits(Decimal(size) / step)}{SPACE}{unit}"
    return f"{sign}{size}"


def duration(nanoseconds: int) -> str:
    """`340 ms`, `3.9 s`, `2 min 5 s`, `1 h 4 min`; under a millisecond in µs."""
    if nanoseconds < 1_000_000:
        return f"{nanoseconds // 1000}{SPACE}µs"
    milliseconds = (nanoseconds + 500_000) // 1_000_000
    if milliseconds < 1000:
        return f"{milliseconds}{SPACE}ms"
    if milliseconds < 59_950:
        return f"{_rounded(Decimal(milliseconds) / 1000, 1)}{SPACE}s"
    return _long_duration((milliseconds + 500) // 1000)


def change(now: Decimal, before: Decimal) -> str:
    """Relative change in whole percent with its sign; a dash when there was nothing before."""
    if before == 0:
        return DASH
    percent = _rounded((now - before) / abs(before) * 100, 0)
    sign = "+" if percent > 0 else MINUS if percent < 0 else "±"
    return f"{sign}{abs(percent):,}{SPACE}%"


def share(part: Decimal | int, whole: Decimal | int) -> str:
    """A part of a whole in percent; a dash of nothing, `< 1 %` rather than a false zero."""
    if not whole:
        return DASH
    percent = Decimal(part) / Decimal(whole) * 100
    if 0 < percent < 1:
        return f"<{SPACE}1{SPACE}%"
    return f"{_rounded(percent, 0)}{SPACE}%"


def day(value: dt.date) -> str:
    """`Nov 21, 2026`."""
    return f"{value:%b} {value.day}, {value.year}"


def moment(value: dt.datetime) -> str:
    """`Nov 21, 2026 08:14:03`, in the zone the time carries."""
    return f"{day(value)}{SPACE}{value:%H:%M:%S}"


def ago(value: dt.datetime, now: dt.datetime) -> str:
    """How long ago a moment was, to the second: `2 min 5 s`."""
    passed = max(int((now - value).total_seconds()), 0)
    return _long_duration(passed) if passed else f"0{SPACE}s"


def _long_duration(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    first = next(index for index, part in enumerate(parts) if part[0])
    shown = [part for part in parts[first : first + 2] if part[0]]
    return " ".join(f"{number}{SPACE}{unit}" for number, unit in shown)


def _three_digits(value: Decimal) -> str:
    digits = 2
    while digits and _rounded(value, digits) >= 10 ** (3 - digits):
        digits -= 1
    return f"{_rounded(value, digits):,}"


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
