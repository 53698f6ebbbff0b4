"""How a table is shown stands in its address."""

import pytest
from django.http import QueryDict

from finops.core.parameters import BadParameter
from finops.core.tables import Column, Table, table

COLUMNS = (
    Column("model", "Model", sortable=True),
    Column("cost", "Cost", numeric=True, sortable=True),
    Column("calls", "Calls", numeric=True, optional=True),
    Column("region", "Region", optional=True, shown=False),
)


def shown(address: str = "") -> Table:
    return table(QueryDict(address), COLUMNS, sort="-cost")


def hrefs(made: Table) -> dict[str, str]:
    return {heading.name: heading.href for heading in made.headings}


def test_without_a_word_in_the_address_the_default_order_and_columns_hold() -> None:
    made = shown()
    assert (made.sort, made.descending, made.compact) == ("cost", True, False)
    assert made.columns == ("model", "cost", "calls")
    assert [heading.sort for heading in made.headings] == ["", "descending", ""]


def test_a_click_on_the_sorted_column_turns_the_order_round() -> None:
    assert hrefs(shown())["cost"] == "?sort=cost"
    assert hrefs(shown("sort=cost"))["cost"] == "?sort=-cost"
    assert shown("sort=cost").headings[1].sort == "ascending"


def test_numbers_are_sorted_largest_first_and_names_from_a() -> None:
    assert hrefs(shown("sort=model"))["cost"] == "?sort=-cost"
    assert hrefs(shown())["model"] == "?sort=model"


def test_a_column_that_cannot_be_sorted_is_no_link() -> None:
    assert hrefs(shown())["calls"] == ""


def test_sorting_keeps_the_rest_of_the_address_but_begins_at_the_first_page() -> None:
    assert hrefs(shown("team=a&team=b&cursor=xyz"))["model"] == "?team=a&team=b&sort=model"


def test_chosen_columns_take_the_place_of_the_usual_ones() -> None:
    made = shown("column=&column=region")
    assert made.columns == ("model", "cost", "region")
    assert [(choice.name, choice.shown) for choice in made.choices] == [("calls", False), ("region", True)]


def test_all_optional_columns_can_be_hidden() -> None:
    assert shown("column=").columns == ("model", "cost")


def test_the_chooser_keeps_everything_but_the_columns() -> None:
    assert shown("team=a&sort=model&column=calls").kept == [("team", "a"), ("sort", "model")]


def test_rows_can_be_low() -> None:
    assert shown().density_href == "?density=compact"
    assert shown("density=compact").compact
    assert shown("density=compact&team=a").density_href == "?team=a"


def test_a_table_with_an_order_of_its_own_has_columns_to_choose_and_none_to_sort_by() -> None:
    made = table(QueryDict("column="), [Column("time", "Time"), Column("team", "Team", optional=True)])
    assert (made.sort, made.columns) == ("", ("time",))
    assert [heading.href for heading in made.headings] == [""]


@pytest.mark.parametrize("address", ["sort=calls", "sort=--cost", "column=colour", "density=tight"])
def test_what_the_table_does_not_have_is_refused_with_what_it_has(address: str) -> None:
    with pytest.raises(BadParameter, match="Choose from"):
        shown(address)
