"""Test cases as bytes, for a fuzzer that knows nothing of requests."""

from collections.abc import Iterator

from ingest.records import Policy
from tests.fuzz.answers import FORMS, Form, answer, check
from tests.fuzz.neighbours import harmed, items_of
from tests.fuzz.seeds import seeds

ITEM = len(FORMS)  # added to the number of the form when the rest is one item among others


def first_cases(largest: int) -> Iterator[bytes]:
    """Every seed in both encodings, as a request and as its first item."""
    for seed in seeds():
        for is_json in (False, True):
            number = FORMS.index(Form(seed.signal, is_json, Policy.KEEP))
            for first, rest in (
                (number, seed.body(is_json)),
                (number + ITEM, items_of(seed.message, is_json)[0]),
            ):
                if len(rest) < largest:
                    yield bytes([first]) + rest


def try_case(case: bytes) -> None:
    """AssertionError, or whatever else was raised, when a promise is broken."""
    chosen, rest = (case[0] if case else 0) % (2 * ITEM), case[1:]
    form = FORMS[chosen % ITEM]
    if chosen < ITEM:
        check(answer(rest, form))
    else:
        assert not harmed(rest, form)
