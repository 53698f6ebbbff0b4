"""The family of a model name."""

import pytest

from finops.ledger.ownership.family import model_family, same_family


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("gpt-4o", "gpt-4o"),
        ("gpt-4o-2024-08-06", "gpt-4o"),
        ("openai/gpt-4o-2024-08-06", "gpt-4o"),
        ("gpt-4o-mini", "gpt-4o-mini"),
        ("gpt-4.1", "gpt-4.1"),
        ("gpt-4-0613", "gpt-4"),
        ("claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
        ("gemini-1.5-pro-latest", "gemini-1.5-pro"),
        ("models/gemini-2.0-flash-001", "gemini-2.0-flash"),
        ("o3", "o3"),
        ("", None),
        (None, None),
    ],
)
def test_date_region_maker_and_version_are_no_part_of_it(name: str | None, family: str | None) -> None:
    assert model_family(name) == family


def test_a_missing_name_contradicts_nothing() -> None:
    assert same_family("a", "a") and same_family(None, "a") and not same_family("a", "b")
