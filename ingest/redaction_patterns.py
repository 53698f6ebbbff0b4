"""What secrets and personal data look like: one row per shape, first match wins.

A row is the mask that takes the place of what is found, an RE2 expression over UTF-8, and, where the shape
alone says too little, a check. Of an expression with a group, only what the group holds is masked. RE2 cannot
look around, and needs linear time whatever is sent.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from string import ascii_uppercase, digits
from typing import NamedTuple

from stdnum import luhn, numdb

EMAIL, PHONE, CARD, IBAN, SECRET, PERSONAL = (
    "[email]",
    "[phone]",
    "[card]",
    "[iban]",
    "[secret]",
    "[personal]",
)

VALUES = {character: str(value) for value, character in enumerate(digits + ascii_uppercase)}  # of an IBAN


class Shape(NamedTuple):
    """One shape of something that must not be stored."""

    mask: str
    expression: str
    check: Callable[[str], bool] | None = None  # of the text that was found


def _is_card(found: str) -> bool:
    digits = "".join(filter(str.isdigit, found))
    return bool(luhn.is_valid(digits))


def _is_iban(found: str) -> bool:
    compact = found.replace(" ", "")
    number = "".join([VALUES[character] for character in compact[4:] + compact[:4]])
    return int(number) % 97 == 1 and len(compact) == _iban_length(compact[:2])


@lru_cache(maxsize=26 * 26)
def _iban_length(country: str) -> int | None:
    """How many characters an IBAN of this country has; None: it has none."""
    found: list[tuple[str, dict[str, str]]] = numdb.get("iban").info(country)
    parts = re.findall(r"(\d+)!", found[0][1].get("bban", ""))
    return 4 + sum(map(int, parts)) if parts else None


def _is_phone(found: str) -> bool:
    return 8 <= sum(map(str.isdigit, found)) <= 15


# Keys and tokens that say by their beginning whose they are.
TOKENS = (
    r"sk-[A-Za-z0-9_-]{16,}",  # OpenAI, Anthropic, LiteLLM, Langfuse, OpenRouter, DeepSeek
    r"sl_[a-z]+_[A-Za-z0-9_-]{16,}",  # ours
    r"[sr]k_(?:live|test)_[A-Za-z0-9]{10,}",  # Stripe
    r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}",
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/[A-Za-z0-9/]{20,}",
    r"(?:AKIA|ASIA)[0-9A-Z]{16}",  # AWS
    r"AIza[0-9A-Za-z_-]{30,}|ya29\.[0-9A-Za-z_-]{20,}",  # Google
    r"hf_[A-Za-z0-9]{20,}|gsk_[A-Za-z0-9]{20,}|r8_[A-Za-z0-9]{20,}|xai-[A-Za-z0-9]{20,}|pplx-[A-Za-z0-9]{20,}",
    r"npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{16,}|dop_v1_[a-f0-9]{32,}|dapi[a-f0-9]{32}",
    r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",  # SendGrid
    r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+",  # JSON web token
)
NAMES = (
    r"api[_-]?key|secret[_-]?key|access[_-]?key|account[_-]?key|client[_-]?secret|private[_-]?key|secret|"
    r"password|passwd|passphrase|(?:access|refresh|auth|id|bearer|session)[_-]?token|authorization|cookie"
)
QUOTE = r"(?:\\*[\"'])?"
LOCAL, LABEL = r"[A-Za-z0-9\x80-\xff._%+'-]+", r"[A-Za-z0-9\x80-\xff-]+"  # of an e-mail address
# Digits of the issuers of cards, in groups or in one.
ISSUED = r"(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6(?:011|5\d{2}|4[4-9]\d))[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}"
AMEX = r"3[47]\d{2}[ -]?\d{6}[ -]?\d{5}"

SHAPES = (
    Shape(SECRET, r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[^-]*(?:-----END [A-Z ]*-----)?"),
    Shape(SECRET, rf"\b(?:{'|'.join(TOKENS)})"),
    Shape(SECRET, r"(?i)\b(?:bearer|basic) +([a-z0-9._~+/-]{12,}=*)"),
    Shape(SECRET, r"(?i)[a-z][a-z0-9+.-]*://[^\s/:@\"']*:([^\s/@\"']+)@"),  # a password in an address
    Shape(EMAIL, rf"{LOCAL}@(?:{LABEL}\.)+(?:xn--[a-z0-9-]+|[A-Za-z\x80-\xff]{{2,}})"),
    Shape(SECRET, rf"(?i)(?:{NAMES}){QUOTE} *[:=] *{QUOTE}(?:(?:bearer|basic) +)?([^\s\"'\\,;&}}\])]{{6,}})"),
    Shape(IBAN, r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", _is_iban),
    Shape(CARD, rf"(?:^|[^\w.])({ISSUED}|{AMEX})\b", _is_card),  # not the digits after a point
    Shape(PHONE, r"\+\d[\d ().-]{6,18}\d\b", _is_phone),
    Shape(PHONE, r"(?:\(\d{3}\) ?|\b\d{3}[ .-])\d{3}[ .-]\d{4}\b"),
)
SECRET_NAME = rf"(?i)(?:^|[._-])(?:{NAMES}|x-api-key|set-cookie)$"
