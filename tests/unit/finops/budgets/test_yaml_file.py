"""Budgets as YAML: readable, exact, and nothing but budgets."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finops.budgets import rules
from finops.budgets.documents import Surroundings, content_from, document
from finops.budgets.services import Content
from finops.budgets.types import Enforcement, Kind, Period, Scope, Terms, Threshold
from finops.budgets.yaml_file import MOST_BYTES, BadFile, read, written
from finops.core.periods import FIRST_DAY
from finops.spend.types import Filter, Measure

NOW = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)
AROUND = Surroundings(NOW, "Europe/Berlin", 1, {})
SHORTEST = b"budgets:\n- name: All\n  amount: 100\n"
VALUES = st.text(min_size=1, max_size=40).filter(lambda text: "\x00" not in text) | st.sampled_from(
    [
        "no",
        "null",
        "~",
        "007",
        "1e3",
        "2026-01-01",
        "a: b",
        "# c",
        " padded ",
        "*x",
        "&y",
        "!z",
        "\u2028",
        "\x85",
        "a\x85b",
        "a\n b",
    ]
)
FILTERS = st.dictionaries(
    st.sampled_from(["team", "journey", "response_model"]),
    st.tuples(st.lists(VALUES, max_size=4, unique=True).map(sorted).map(tuple), st.booleans()).filter(any),
).map(lambda found: tuple(Filter(name, *found[name]) for name in sorted(found)))
AMOUNTS = st.decimals("0.01", "1e18", places=10).filter(lambda amount: amount <= rules.MOST_AMOUNT)
THRESHOLDS = st.sets(
    st.builds(Threshold, st.sampled_from(Kind), st.integers(1, rules.MOST_PERCENT)), max_size=10
).map(rules.in_order)
TERMS = st.builds(
    Terms,
    st.builds(Scope, FILTERS, st.sampled_from([None, "customer", "feature"])),
    st.just(Measure.COST),
    AMOUNTS,
    st.sampled_from(Period),
    st.sampled_from(["UTC", "Asia/Kathmandu"]),
    st.dates(FIRST_DAY, dt.date(2090, 1, 1)),
    st.booleans(),
    THRESHOLDS,
)
CONTENTS = st.builds(
    Content,
    VALUES.filter(lambda name: name.strip()).map(str.strip),
    TERMS,
    st.none(),
    st.just("") | VALUES,
    st.sampled_from(Enforcement),
    st.just("") | VALUES,
)


def content(raw: bytes) -> Content:
    (found,) = read(raw)
    return content_from(found, None, AROUND)


@settings(max_examples=60)
@given(CONTENTS)
def test_whatever_a_budget_says_is_read_back_from_the_file(said: Content) -> None:
    assert content(written([document(said)]).encode()) == said


def test_a_file_is_as_short_as_people_write_it() -> None:
    said = content(SHORTEST)
    assert written([document(said)]) == (
        "budgets:\n- name: All\n  amount: 100\n  measure: cost\n  period: month\n  time_zone: Europe/Berlin\n"
        "  starts_on: 2026-11-01\n  thresholds:\n    actual:\n    - 50\n    - 80\n    - 100\n"
        "    forecast:\n    - 100\n"
    )


def test_values_are_what_stands_there() -> None:
    raw = SHORTEST + b"  scope: {team: no, customer: [007, 1.50], journey: null}\n"
    assert content(raw).terms.scope.filters == (
        Filter("customer", ("007", "1.50")),
        Filter("journey", (), True),
        Filter("team", ("no",)),
    )


def test_amounts_never_pass_through_a_float() -> None:
    raw = b"budgets:\n- {name: All, amount: 123456789012345.0123456789}"
    assert content(raw).terms.amount == Decimal("123456789012345.0123456789")


def test_what_a_known_budget_leaves_out_of_its_calendar_stays() -> None:
    known = content(SHORTEST)
    known = known._replace(terms=known.terms._replace(zone="UTC", starts_on=dt.date(2026, 3, 1)))
    (found,) = read(SHORTEST)
    assert content_from(found, known, AROUND) == known


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "below `budgets:`"),
        (b"- name: x", "below `budgets:`"),
        (b"budgets: []\nmore: 1", "below `budgets:`"),
        (b"budgets: [{", "no YAML"),
        (b"\xff\xfe\xff", "no YAML"),
        (b"budgets: [\x00]", "no YAML"),
        (b"budgets: &a [*a]", "anchors or aliases (line 1)"),
        (b"budgets: [!!python/object/apply:os.getpid []]", "no tags"),
        (b"budgets: [!!timestamp never]", "no tags"),
        (b"budgets: []\nbudgets: []", "stands there twice"),
        (b"budgets: [{? [a, b] : 1}]", "stands there twice, or is none"),
        (b"[" * 10_000, "too deep"),
        (b"a: b\n---\nc: d", "no YAML"),
        (b"#" * (MOST_BYTES + 1), "512 KiB"),
        (SHORTEST + b"- name: ALL\n  amount: 1\n", "'all' stands there twice"),
        (SHORTEST + b"  colour: red\n", "budget 1 (All): colour:"),
        (b"budgets: [{name: All}]", "amount: Field required"),
        (b"budgets: [{name: All, amount: NaN}]", "amount:"),
        (b"budgets: [{name: All, amount: 0.00000000001}]", "10 decimal places"),
        (b"budgets: [{name: All, amount: 1, period: fortnight}]", "fiscal_quarter"),
        (b"budgets: [{name: All, amount: 1, thresholds: {actual: [half]}}]", "thresholds.actual.0:"),
        (b"budgets: [{name: All, amount: 1, starts_on: tomorrow}]", "starts_on:"),
        (b"budgets: [1]", "budget 1:"),
    ],
)
def test_what_is_no_file_of_budgets_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read(raw)
    assert said in str(refusal.value)
    assert len(str(refusal.value)) < 1000


@given(
    st.binary(max_size=60) | st.text(alphabet="budgets:[]{}-& *!?|>\n\t#'\"%@", max_size=60).map(str.encode)
)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(read(raw), list)
    except BadFile as refusal:
        assert refusal.problems
