"""Who somebody is gives way to a pseudonym, the same way every time."""

from ingest.auth import Sender
from ingest.pseudonyms import pseudonym, renamed
from ingest.records import Policy

KEY, OTHER = b"k" * 16, b"o" * 16
DROP, REDACT = Sender(1, Policy.DROP, KEY), Sender(1, Policy.REDACT, KEY)


def test_the_same_address_has_the_same_name_in_one_project_only() -> None:
    assert pseudonym("user", "Ann@Example.com ", KEY) == pseudonym("user", "ann@example.com", KEY)
    assert pseudonym("user", "ann@example.com", KEY) != pseudonym("user", "bob@example.com", KEY)
    assert pseudonym("user", "ann@example.com", KEY) != pseudonym("user", "ann@example.com", OTHER)


def test_only_addresses_of_users_are_renamed() -> None:
    plain = {"user": "u-17", "team": "a@b"}
    assert renamed(plain, DROP) is plain
    assert renamed({"team": "payments"}, DROP) == {"team": "payments"}
    assert renamed({"user": "ann@example.com", "team": "payments"}, DROP) == {
        "user": pseudonym("user", "ann@example.com", KEY),
        "team": "payments",
    }


def test_under_redact_a_plain_name_stays_however_often_it_arrives() -> None:
    for _ in range(2):
        plain = {"team": "-".join(["billing", "europe"])}  # another object each time, as from the wire
        assert renamed(plain, REDACT) is plain


def test_under_redact_whatever_is_personal_is_renamed_and_stays_apart() -> None:
    plain = {"user": "u-17", "team": "payments", "journey": "refund"}
    assert renamed(plain, REDACT) is plain
    found = renamed(
        {"customer": "+49 151 12345678", "journey_fallback": "ann@example.com", "team": "x"}, REDACT
    )
    assert found["customer"].startswith("customer-") and found["journey_fallback"].startswith("journey-")
    assert found["team"] == "x"
    assert found["customer"] != renamed({"customer": "+49 151 12345679"}, REDACT)["customer"]
