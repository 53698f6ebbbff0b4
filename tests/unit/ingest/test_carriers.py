import pytest

from ingest.carriers import MAX_TEXT, dig, parse, parse_mapping


@pytest.mark.parametrize(
    "text",
    [
        '{"a": {"b": [1, 2.5, true, null]}}',
        "{'a': {'b': [1, 2.5, True, None]}}",
        "{'a': {'b': (1, 2.5, True, None)}}",
    ],
)
def test_json_and_python_text_mean_the_same(text) -> None:
    found = parse(text)
    assert list(dig(found, "a", "b")) == [1, 2.5, True, None]


def test_quotes_inside_python_text_are_respected() -> None:
    assert parse("""{'a': "it's", 'b': 'None: None', 'c': None}""") == {
        "a": "it's",
        "b": "None: None",
        "c": None,
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{'a': open('x')}",
        "{'a': 1 + x}",
        "[" * 100 + "]" * 100,
        "{'a':" * 5_000,
        "-" * 10_000 + "1",
        "9" * MAX_TEXT,
        "x" * (MAX_TEXT + 1),
        "{'a': '\\N{nothing}'}",
        "\0",
        None,
        5,
        ["a"],
    ],
)
def test_what_cannot_be_read_is_none(text) -> None:
    assert parse(text) is None


def test_a_mapping_may_come_as_text_or_as_itself() -> None:
    assert parse_mapping('{"a": 1}') == parse_mapping({"a": 1}) == {"a": 1}
    assert parse_mapping("[1]") is None
    assert parse_mapping(5) is None


def test_a_path_that_leads_nowhere_is_none() -> None:
    assert dig({"a": 1}, "a", "b") is None
    assert dig(None, "a") is None
