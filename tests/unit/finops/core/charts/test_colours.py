"""One colour per name, and no two alike on one chart."""

from hypothesis import given
from hypothesis import strategies as st

from finops.core.charts.colours import GREY, HUES, colour_keys, series_colour

NAMES = st.text(min_size=1).filter(lambda name: name not in GREY)


@given(st.sets(NAMES, max_size=HUES))
def test_up_to_ten_names_never_share_a_colour(names: set[str]) -> None:
    found = colour_keys(names)
    assert len({found[name] for name in names}) == len(names)


@given(st.lists(NAMES, unique=True, max_size=30), st.randoms())
def test_the_order_of_the_names_does_not_matter(names: list[str], random) -> None:
    shuffled = random.sample(names, len(names))
    assert colour_keys(names) == colour_keys(shuffled)


@given(st.sets(NAMES, max_size=30))
def test_a_hue_that_somebody_has_by_hash_goes_to_one_of_them(names: set[str]) -> None:
    found = colour_keys(names)
    for hue in {series_colour(name) for name in names}:
        wanting = [name for name in names if series_colour(name) == hue]
        assert sum(found[name] == str(hue) for name in wanting) >= 1


def test_what_is_no_name_is_grey_and_a_series_alone_has_the_accent() -> None:
    assert colour_keys(["Other", "Unattributed", ""]) == {
        "Other": "other",
        "Unattributed": "other",
        "": "accent",
    }
