"""Prompts and answers as people and models write them: of very different lengths, now and then with something
secret or personal in them."""

import random
from collections.abc import Callable

SENTENCES = """
the a order refund customer please check whether invoice of and to for was approved shipped returned
on with account balance today because policy says that within thirty days we can not find it in our
system so I would suggest contacting support again about delivery address which has changed since
last month contract clause termination notice period summary risk section payment terms are net
sixty unless otherwise agreed in writing"""
WORDS = SENTENCES.split()
SHARE_PERSONAL = 0.25  # of texts
MEDIAN, SPREAD = 300, 1.3  # characters, and of their logarithm: one in a hundred has 6,000
LONGEST = 20_000


def _digits(pick: random.Random, number: int) -> str:
    return "".join(pick.choices("0123456789", k=number))


PERSONAL: tuple[Callable[[random.Random], str], ...] = (
    lambda pick: f"{pick.choice(WORDS)}.{_digits(pick, 4)}@example.com",
    lambda pick: f"+49 151 {_digits(pick, 8)}",
    lambda pick: "4111 1111 1111 1111",
    lambda pick: "DE89 3704 0044 0532 0130 00",
    lambda pick: f"sk-proj-{_digits(pick, 24)}",
    lambda pick: f"password: {_digits(pick, 10)}",
)


def text(pick: random.Random) -> str:
    """One of them."""
    length = min(LONGEST, int(MEDIAN * pick.lognormvariate(0, SPREAD)))
    words = pick.choices(WORDS, k=max(1, length // 6))
    if pick.random() < SHARE_PERSONAL:
        words.insert(pick.randrange(len(words)), pick.choice(PERSONAL)(pick))
    return " ".join(words)
