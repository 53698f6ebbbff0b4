"""Secrets and personal data give way to masks; everything else stays, to the last character."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decode import DecodedSpan, Decoder
from ingest.normalise import CONTENT_READ, normalise
from ingest.pipeline import without_masked_id
from ingest.records import Policy
from ingest.redaction import MOST_FOUND, TOO_MANY, is_masked, redacted, redacted_value
from ingest.scopes import raw_scopes
from tests.factories import otlp

SECRETS = {
    "OpenAI": "sk-proj-Ab3dEfGh1jKlMn0pQrStUv",
    "Anthropic": "sk-ant-api03-Ab3dEfGh1jKlMn0pQrStUv",
    "ours": "sl_ingest_i7MGeWOEbmou9CHIvI9p7R4pFVJIibMX",
    "Stripe": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "GitHub": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "GitLab": "glpat-Ab3dEfGh1jKlMn0pQr",
    "Slack": "xoxb-123456789012-abcdefghij",
    "AWS": "AKIAIOSFODNN7EXAMPLE",
    "Google": "AIzaSyA-1234567890abcdefghijklmnopqrstu",
    "Hugging Face": "hf_AbCdEfGhIjKlMnOpQrStUvWx",
    "web token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0",
    "private key": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAA\n-----END RSA PRIVATE KEY-----",
}
PERSONAL = {
    "[email]": ["ann@example.com", "o'neil+x@mail.exämple.co.uk", "bob@xn--bcher-kva.example"],
    "[phone]": ["+49 (151) 1234-5678", "+14155550100", "(415) 555-0100", "415-555-0100"],
    "[card]": ["4111 1111 1111 1111", "4111111111111111", "5555-5555-5555-4444", "378282246310005"],
    "[iban]": ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"],
}
PLAIN = [
    "gpt-4o-2024-08-06",
    "chatcmpl-AbCdEf0123456789",
    "550e8400-e29b-41d4-a716-446655440000",
    "2026-11-21T22:30:11.123456Z",
    "cost 0.4111111111111111 of 1763760000123456 ns",
    "4111 1111 1111 1112",  # no card: the last digit is wrong
    "tokens: 1234567, input_tokens=12345678, max_tokens: 4096000",
    "postgresql://postgres@localhost/x",
    "the secret of a good password is its length",
    "version 10.0.19045.3570, @handle, a@b",
]


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_masked_and_its_neighbours_are_not(secret: str) -> None:
    assert redacted(f"before {secret} after") == "before [secret] after"


@pytest.mark.parametrize(("mask", "found"), [(mask, one) for mask, some in PERSONAL.items() for one in some])
def test_personal_data_is_masked_and_its_neighbours_are_not(mask: str, found: str) -> None:
    assert redacted(f"write to {found}, please") == f"write to {mask}, please"


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_looks_alike_stays(text: str) -> None:
    assert redacted(text) is text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"api_key": "abc123def456", "n": 5}', '{"api_key": "[secret]", "n": 5}'),
        (r"{\"password\": \"hunter2x\"}", r"{\"password\": \"[secret]\"}"),
        ("Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer [secret]"),
        ("https://bob:hunter2@db.example.com/x", "https://bob:[secret]@db.example.com/x"),
        ("4111111111111111 4111111111111111", "[card] [card]"),
        ("DE12 4111 1111 1111 1111", "DE12 [card]"),
        ("ann@example.com,bob@example.com", "[email],[email]"),
    ],
)
def test_a_mask_leaves_what_is_around_it_readable(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_values_are_redacted_in_all_their_depth_and_by_their_names() -> None:
    value = {"to": ["ann@example.com", 5, None], "smtp": {"password": "x", "user": "me"}, "bob@x.org": True}
    assert redacted_value(value) == {
        "to": ["[email]", 5, None], "smtp": {"password": "[secret]", "user": "me"}, "[email]": True,
    }  # fmt: skip
    assert redacted_value("x", "db.password") == "[secret]"
    assert redacted_value("x", "input_tokens") == "x"


def test_a_text_of_nothing_but_personal_data_is_masked_as_a_whole() -> None:
    assert redacted("a@b.co " * MOST_FOUND) == TOO_MANY
    assert redacted("a@b.co " * (MOST_FOUND - 1)).count("[email]") == MOST_FOUND - 1


@given(st.text())
def test_any_text_has_an_answer_that_stays_as_it_is(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@given(before=st.text(alphabet=" \n.,;ä\u4e00"), after=st.text(alphabet=" \n.,;ä\u4e00"))
def test_a_secret_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert "16C7e42F292c" not in redacted(f"{before} {SECRETS['GitHub']} {after}")


def stored(policy: Policy, **described: object) -> DecodedSpan:
    """What is stored of one span."""
    (raw,) = raw_scopes(otlp.export(otlp.chat(**described)).SerializeToString())
    decoder = Decoder(policy, CONTENT_READ)
    return decoder.span(raw.items[0], decoder.origin(raw), time.time_ns())


def test_content_is_kept_without_what_is_secret_in_it() -> None:
    detail = stored(Policy.REDACT, attributes={"gen_ai.input.messages": "I am ann@example.com, help"}).detail
    assert detail.content == b'{"gen_ai.input.messages":"I am [email], help"}'


def test_a_secret_is_not_saved_by_the_cut_of_a_long_text() -> None:
    text = "x" * (65_536 - 20) + " ghp_16C7e42F292c6912E7710c838347Ae178B4a"
    detail = stored(Policy.REDACT, attributes={"gen_ai.input.messages": text}).detail
    assert b"ghp_" not in (detail.content or b"") and "attribute_cut" in detail.flags


def test_attributes_that_are_personal_by_name_keep_nothing() -> None:
    detail = stored(Policy.REDACT, attributes={"user.full_name": "Ann Example"}).detail
    assert b"Ann" not in (detail.content or b"") + (detail.attributes or b"")


def test_masks_do_not_make_one_response_of_two() -> None:
    span = stored(Policy.REDACT, response_id="ann@example.com").span
    usage = normalise(span).usage
    assert usage is not None and is_masked(usage.response_id)
    assert without_masked_id(usage).response_id is None


@pytest.mark.parametrize(
    "found", ["DE89 3704 0044 0532 0130 01", "ZZ89370400440532013000", "DE893704004405320130"]
)
def test_what_has_no_sum_no_country_or_no_length_of_an_iban_stays(found: str) -> None:
    assert redacted(f"take {found}.") == f"take {found}."
