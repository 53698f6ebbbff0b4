"""A mail address that names a user is replaced, the same way every time."""

from ingest.pseudonyms import pseudonym, without_address

KEY, OTHER = b"k" * 16, b"o" * 16


def test_the_same_address_has_the_same_name_in_one_project_only() -> None:
    assert pseudonym("Ann@Example.com ", KEY) == pseudonym("ann@example.com", KEY)
    assert pseudonym("ann@example.com", KEY) != pseudonym("bob@example.com", KEY)
    assert pseudonym("ann@example.com", KEY) != pseudonym("ann@example.com", OTHER)


def test_only_addresses_are_renamed() -> None:
    plain = {"user": "u-17", "team": "a@b"}
    assert without_address(plain, KEY) is plain
    assert without_address({"team": "payments"}, KEY) == {"team": "payments"}
    assert without_address({"user": "ann@example.com", "team": "payments"}, KEY) == {
        "user": pseudonym("ann@example.com", KEY),
        "team": "payments",
    }
