"""Match rules are tried in the order of the catalogue, names looked up without trying each."""

import pytest

from finops.prices.clauses import NameIndex, predicate


@pytest.mark.parametrize(
    ("rule", "hit", "miss"),
    [
        ({"equals": "GPT-4o"}, "gpt-4o", "gpt-4o-mini"),
        ({"starts_with": "Claude-"}, "claude-3", "my-claude-3"),
        ({"ends_with": ":Free"}, "r1:free", "r1:free2"),
        ({"contains": "Nova"}, "amazon.nova-pro", "amazon.titan"),
        ({"regex": "^o[134]"}, "o3-mini", "gpt-o3"),
        ({"or": [{"equals": "a"}, {"regex": "^b+$"}]}, "bb", "ab"),
        ({"and": [{"contains": "a"}, {"contains": "b"}]}, "xbya", "xa"),
    ],
)
def test_each_kind_of_rule_matches_lower_case_names(rule, hit, miss) -> None:
    matches = predicate(rule)
    assert matches(hit) and not matches(miss)
    index = NameIndex([(rule, "model")])
    assert (index.find(hit), index.find(miss)) == ("model", None)


def test_the_first_rule_that_matches_wins_whatever_its_kind() -> None:
    exact_first = NameIndex([({"equals": "swift-1"}, "exact"), ({"starts_with": "swift"}, "family")])
    family_first = NameIndex([({"starts_with": "swift"}, "family"), ({"equals": "swift-1"}, "exact")])
    assert (exact_first.find("swift-1"), exact_first.find("swift-2")) == ("exact", "family")
    assert family_first.find("swift-1") == "family"


def test_a_name_inside_an_or_keeps_its_place_in_the_order() -> None:
    index = NameIndex(
        [
            ({"or": [{"equals": "a"}, {"starts_with": "b"}]}, "first"),
            ({"or": [{"equals": "a"}, {"equals": "b1"}, {"equals": "c"}]}, "second"),
        ]
    )
    assert [index.find(name) for name in ("a", "b1", "c")] == ["first", "first", "second"]
