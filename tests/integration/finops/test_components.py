"""Each component of the design system, in each of its states."""

from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string

from finops.core.tables import Column, table

HOSTILE = "<script>alert(1)</script>"


def component(name: str, /, **context: Any) -> str:
    return " ".join(render_to_string(f"components/{name}.html", context).split())


def test_a_number_opens_what_it_is_made_of() -> None:
    assert '<a href="/spend/">$12</a>' in component("stat", label="Spent", value="$12", href="/spend/")


def test_a_number_without_comparison_has_no_empty_lines() -> None:
    shown = component("stat", label="Spent", value="$12")
    assert "<dt>Spent</dt>" in shown
    assert "stat-note" not in shown and "stat-spark" not in shown


def test_a_change_says_in_colour_and_sign_whether_it_is_good() -> None:
    shown = component(
        "stat", label="Spent", value="$12", change="+18 %", change_word="bad", note="against October"
    )
    assert '<span class="change bad">+18 %</span> against October' in shown


def test_a_number_has_a_sparkline_only_when_there_is_something_to_draw() -> None:
    assert "<path d=" in component("stat", label="Spent", value="$12", spark=[1, 2])
    assert "<svg" not in component("stat", label="Spent", value="$12", spark=[None, None])


def test_a_badge_is_quiet_unless_it_means_something() -> None:
    assert component("badge", text="late") == '<span class="tag quiet">late</span>'
    assert 'class="tag watch"' in component("badge", text="late", tone="watch")


def test_what_people_wrote_is_never_read_as_html() -> None:
    for shown in (
        component("badge", text=HOSTILE, title=HOSTILE),
        component("stat", label=HOSTILE, value=HOSTILE, note=HOSTILE, change=HOSTILE),
        component("code", text=HOSTILE, label=HOSTILE, language=HOSTILE),
        component("chips", chips=[{"label": HOSTILE, "value": HOSTILE, "url": "/"}]),
        component("page_head", title=HOSTILE, lede=HOSTILE),
    ):
        assert "<script" not in shown


def test_the_current_tab_is_told_to_screen_readers() -> None:
    tabs = [{"href": "/a", "label": "A", "current": True}, {"href": "/b", "label": "B", "current": False}]
    shown = component("tabs", tabs=tabs, name="Settings")
    assert 'aria-label="Settings"' in shown
    assert '<a href="/a" aria-current="page">A</a>' in shown
    assert '<a href="/b">B</a>' in shown


def test_a_filter_names_what_its_cross_removes() -> None:
    shown = component("chips", chips=[{"label": "Team", "value": "support", "url": "/spend/"}], clear_url="/")
    assert "Remove Team support" in shown
    assert "Clear all" not in shown  # one click is as good as the other


def test_several_filters_can_be_cleared_at_once() -> None:
    chips = [{"label": "Team", "value": name, "url": "/"} for name in ("support", "growth")]
    assert '<a href="/spend/">Clear all</a>' in component("chips", chips=chips, clear_url="/spend/")
    assert component("chips", chips=[]) == ""


def test_a_page_has_one_heading_and_the_way_up() -> None:
    shown = component(
        "page_head",
        title="gpt-5",
        crumbs=[{"href": "/models/", "label": "Models"}],
        actions=[{"href": "/spend/", "label": "Show as spend", "primary": True}],
    )
    assert shown.count("<h1>") == 1
    assert '<nav class="crumbs" aria-label="Breadcrumb">' in shown
    assert '<a class="button primary" href="/spend/">Show as spend</a>' in shown


def test_the_head_of_a_table_sorts_by_links_and_says_how_it_is_sorted() -> None:
    columns = (Column("model", "Model", sortable=True), Column("cost", "Cost", numeric=True, sortable=True))
    shown = component("table_head", table=table(QueryDict("team=a"), columns, sort="-cost"))
    assert 'class="num" aria-sort="descending"><a class="sort" href="?team=a&amp;sort=cost">Cost' in shown
    assert '<a class="sort" href="?team=a&amp;sort=model">Model</a>' in shown


def test_the_columns_of_a_table_are_chosen_in_a_form_that_keeps_the_address() -> None:
    columns = (Column("cost", "Cost", sortable=True), Column("calls", "Calls", optional=True, shown=False))
    shown = component(
        "table_tools", table=table(QueryDict("team=a"), columns, sort="cost"), caption="2 teams"
    )
    assert '<input type="hidden" name="team" value="a">' in shown
    assert '<input type="checkbox" name="column" value="calls"> Calls' in shown
    assert "2 teams" in shown


def test_a_table_with_nothing_to_choose_offers_no_chooser() -> None:
    shown = component("table_tools", table=table(QueryDict(), (Column("a", "A", sortable=True),), sort="a"))
    assert "Columns" not in shown
    assert "Compact rows" in shown


def test_code_can_be_copied_and_reached_by_keyboard() -> None:
    shown = component("code", text="pip install", label="Shell", language="bash")
    assert "data-copy hidden" in shown
    assert '<pre tabindex="0" aria-label="Shell">' in shown


def test_a_drawer_is_named_by_its_heading_and_can_be_closed() -> None:
    shown = component("drawer", id="span", title="Span")
    assert '<dialog class="drawer" id="span" aria-labelledby="span-title">' in shown
    assert "data-close" in shown
    assert '<dialog class="dialog"' in component("drawer", id="span", title="Span", centred=True)
