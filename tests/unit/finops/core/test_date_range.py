"""The picker of a range: every choice is an address."""

import datetime as dt

import pytest
from django.http import QueryDict

from finops.core.date_range import DateRange, date_range, spelled
from finops.core.periods import PRESETS, Days, preset, through

DAYS = through(dt.date(2026, 11, 1), dt.date(2026, 11, 21))
COMPARISONS = {"previous": "The days before", "none": "Nothing"}


def picker(query: str, named: str = "month") -> DateRange:
    return date_range(QueryDict(query), DAYS, named, comparisons=COMPARISONS, comparison="none")


def query_of(href: str) -> dict[str, list[str]]:
    return dict(QueryDict(href.removeprefix("?")).lists())


def test_a_named_range_takes_the_place_of_days_and_keeps_everything_else() -> None:
    shown = picker("from=2026-11-01&to=2026-11-21&team=a&team=b&sort=-cost&cursor=xyz&compare=none")
    kept = {"team": ["a", "b"], "sort": ["-cost"], "compare": ["none"]}
    hrefs = {choice.label: query_of(choice.href) for choice in shown.presets}
    assert hrefs["Last month"] == kept | {"range": ["last_month"]}
    assert len(hrefs) == len(PRESETS)
    assert dict(QueryDict("&".join(f"{name}={value}" for name, value in shown.kept)).lists()) == kept


def test_another_comparison_keeps_the_range_and_the_page_of_a_list() -> None:
    (before, nothing) = picker("range=30d&cursor=xyz&compare=none", "30d").comparisons
    assert query_of(before.href) == {"range": ["30d"], "cursor": ["xyz"], "compare": ["previous"]}
    assert (before.current, nothing.current) == (False, True)


def test_days_by_hand_have_no_name_and_mark_no_choice() -> None:
    shown = picker("from=2026-11-01&to=2026-11-21", named="")
    assert (shown.label, shown.spelled) == ("", "Nov 1 to Nov 21, 2026")
    assert not any(choice.current for choice in shown.presets)
    assert [choice.label for choice in picker("").presets if choice.current] == ["This month"]


def test_a_fiscal_quarter_says_which_one_it_is_and_the_choices_say_fiscal() -> None:
    days = preset("quarter", dt.date(2026, 11, 21), 4)
    shown = date_range(QueryDict("range=quarter"), days, "quarter", 4)
    assert (shown.label, shown.spelled) == ("Fiscal Q3 2026/27", "Oct 1 to Nov 21, 2026")
    labels = {choice.label: choice.current for choice in shown.presets}
    assert labels["This fiscal quarter"] and not labels["Last fiscal year"]
    assert "This quarter" not in labels and "This month" in labels


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (through(dt.date(2026, 11, 1), dt.date(2026, 11, 1)), "Nov 1, 2026"),
        (through(dt.date(2025, 12, 30), dt.date(2026, 1, 2)), "Dec 30, 2025 to Jan 2, 2026"),
    ],
)
def test_days_are_spelled_with_the_year_once_where_it_is_the_same(days: Days, text: str) -> None:
    assert spelled(days) == text
