"""The answer in sentences, their numbers linked to what proves them. Pure but for the names of URLs."""

import datetime as dt
from typing import NamedTuple

from finops.core.formatting import SPACE, amount, counted, share
from finops.core.periods import Days, through
from finops.overview import links
from finops.overview.cells import Beside, Pair, Sum
from finops.overview.changes import Change, Kind
from finops.overview.months import Months
from finops.overview.rise import Onset, Rise, is_notable

DAY = dt.timedelta(days=1)


class Piece(NamedTuple):
    """Some words of a sentence, linked when there is an address."""

    text: str
    href: str = ""


Sentence = list[Piece]


def spent(months: Months, month: Sum, whole: Beside) -> Sentence:
    """What this month came to, against last month at the same day and time of day."""
    when = f"in {months.name}" if months.is_over else "this month"
    if not month.calls and not month.cost:
        return [
            Piece(f"Nothing was spent {when if months.is_over else f'since {short_day(months.this.start)}'}.")
        ]
    if month.known_cost is None:
        calls = Piece(counted(month.calls, "call"), links.unpriced(months.this))
        return [calls, Piece(f" {when}, none with a price: the cost is unknown.")]
    total = Piece(str(amount(month.known_cost)), links.spend(months.this))
    said = "You spent " if months.is_over else "You have spent "
    return [Piece(said), total, *_against(months, whole, when)]


def _against(months: Months, whole: Beside, when: str) -> Sentence:
    days = months.counterpart
    if days is None or months.compared is None:
        upto = "" if months.is_over else " up to this day"
        return [Piece(f" {when}. There is nothing of {months.last_name}{upto} to compare it with.")]
    before = Piece(_as_of(months), links.spend(days))
    if months.is_whole:
        return [Piece(f" {when}, {_by_how_much(whole)} "), before, Piece(".")]
    since, first = short_day(months.compared.start), short_day(days.start)
    return [
        Piece(f" {when}. Since {since} it {_is(months)} "),
        Piece(str(amount(whole.now.cost)), links.spend(months.compared)),
        Piece(f", {_by_how_much(whole)} "),
        before,
        Piece(f", of which nothing is known before {first}."),
    ]


def _as_of(months: Months) -> str:
    """What a month is compared with, in words."""
    return months.last_name if months.is_over else f"{months.last_name} at this day"


def _is(months: Months) -> str:
    return "was" if months.is_over else "is"


def _by_how_much(whole: Beside) -> str:
    if not is_notable(whole):
        return "about as much as in"
    direction = "above" if whole.difference > 0 else "below"
    if not whole.before.cost:
        return f"{amount(abs(whole.difference))} {direction}"
    return f"{share(abs(whole.difference), abs(whole.before.cost))} {direction}"


def explained(months: Months, rise: Rise, began: Onset | None) -> Sentence:
    """Which team and model the difference is, and since when."""
    word = "rise" if rise.difference > 0 else "fall"
    pair = Piece(pair_name(rise.pair), links.pair(months.shown, rise.pair))
    part = f"{share(rise.share, 1)} of the {word}" if rise.share <= 1 else f"More than all of the {word}"
    change = f"{amount(abs(rise.difference))} {'more' if rise.difference > 0 else 'less'}"
    return [Piece(f"{part} is "), pair, Piece(f": {change}"), *_since(rise, began, months), Piece(".")]


def _since(rise: Rise, began: Onset | None, months: Months) -> Sentence:
    if began is None:
        return []
    last = months.this.last if began.lasting else began.day
    link = Piece(short_day(began.day), links.pair(through(began.day, last), rise.pair))
    return [Piece(", since " if began.lasting else ", most of it on "), link]


def changed(change: Change, months: Months) -> Sentence:
    """One finding."""
    say = {
        Kind.UNPRICED: _unpriced,
        Kind.SPIKE: _spike,
        Kind.NEW_MODEL: _new_model,
        Kind.STOPPED_MODEL: _stopped_model,
        Kind.TEAM: _team,
    }
    return say[change.kind](change, months)


def _unpriced(change: Change, months: Months) -> Sentence:
    return [
        Piece(change.name or "", links.model(months.this, change.name, unpriced=True)),
        Piece(f" {_is(months)} called without a price since {_when(change)}: the cost of "),
        Piece(f"{counted(change.calls, 'call')} is in no sum."),
    ]


def _spike(change: Change, months: Months) -> Sentence:
    assert change.day
    day = through(change.day, change.day)
    times = f"{change.now / change.usual:.1f}".removesuffix(".0")
    found = [
        Piece(_when(change), links.spend(day)),
        Piece(f" cost {amount(change.now)}, {times} times a usual {change.day:%A}"),
    ]
    if change.pair is None:
        return [*found, Piece(".")]
    blamed = Piece(pair_name(change.pair), links.pair(day, change.pair))
    return [*found, Piece("; "), blamed, Piece(f" was {amount(change.excess)} above its own.")]


def _new_model(change: Change, months: Months) -> Sentence:
    return [
        Piece(change.name or "", links.model(months.this, change.name)),
        Piece(f" {_is(months)} new {'on' if months.is_over else 'since'} {_when(change)}: "),
        Piece(f"{amount(change.now)} for {counted(change.calls, 'call')}."),
    ]


def _stopped_model(change: Change, months: Months) -> Sentence:
    return [
        Piece(change.name or "", links.model(months.last, change.name)),
        Piece(f" was last called on {_when(change)}, after {amount(change.usual)} in {months.last_name}."),
    ]


def _team(change: Change, months: Months) -> Sentence:
    name = Piece(change.name or "", links.team(months.shown, change.name))
    if not change.usual:
        return [name, Piece(f" {_is(months)} new: {amount(change.now)}.")]
    size = share(abs(change.now - change.usual), change.usual)
    direction = "above" if change.now > change.usual else "below"
    after = f"{amount(change.now)} after {amount(change.usual)}"
    return [name, Piece(f" {_is(months)} {size} {direction} {_as_of(months)}: {after}.")]


def pair_name(pair: Pair) -> str:
    """A team and model in words."""
    return f"{pair.team or 'spend without a team'} on {pair.model or 'an unnamed model'}"


def short_day(day: dt.date) -> str:
    """`Nov 8`."""
    return f"{day:%b}{SPACE}{day.day}"


def short_days(days: Days) -> str:
    """`Nov 1 – 21`, or the one day."""
    first = short_day(days.start)
    if days.start == days.last:
        return first
    same_month = days.start.month == days.last.month
    return f"{first}{SPACE}– {days.last.day if same_month else short_day(days.last)}"


def _when(change: Change) -> str:
    assert change.day
    return short_day(change.day)
