"""What budgets tell as alerts, in the transaction that stores what fired."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse

from finops.budgets.firings import fired_sentence, main_driver, since
from finops.budgets.models import Firing
from finops.budgets.terms import amount_text, from_json, period_words, scope_words
from finops.budgets.types import Kind, Standing, Terms
from finops.core import formatting
from finops.core.date_range import spelled
from finops.core.periods import Days, day_start
from finops.notifications import selectors, services
from finops.notifications.types import Ending, Fact, News, Severity, Source

MOST_EXPLAINED = 20  # of what fires at once: each reads what drove it
LATE = dt.timedelta(days=1)  # what fires after its period, because calls came late, goes on so long
WHOLE = 100
StandingOf = Mapping[tuple[int, str, dt.date], Standing]  # by budget, value and first day


def tell_begun(firings: Sequence[Firing], now: dt.datetime) -> None:
    """Tell what fired, or is reached again."""
    explained = len(firings) <= MOST_EXPLAINED
    services.begin([_news(one, from_json(one.terms), now, explained=explained) for one in firings])


def tell_cleared(firings: Iterable[Firing], now: dt.datetime) -> None:
    """Tell what is no longer so: taken back by a correction, edited or archived."""
    services.end([_ending(one, since(one, from_json(one.terms)), now) for one in firings])


def tell_over(standings: StandingOf, now: dt.datetime) -> None:
    """End what was told of periods that are over."""
    began = selectors.going_on(Source.BUDGET)
    known = {int(key.partition(".")[0]): at for key, at in began.items()}
    ended = Firing.objects.filter(pk__in=known, period_end__lte=(now + LATE).date()).select_related("budget")
    services.end([_over(one, standings, now) for one in ended if _is_over(one, known[one.pk], now)])


def key_of(firing: Firing) -> str:
    """What alerts know this occurrence by: reached again it is another one."""
    return f"{firing.pk}.{firing.times}"


def subject_of(budget: int, value: str) -> str:
    """What alerts know a budget by, or one value of it."""
    return f"budget:{budget}:{value}" if value else f"budget:{budget}"


def name_of(firing: Firing) -> str:
    """`Support`; of one value `Each customer: acme`."""
    return f"{firing.budget.name}: {firing.value}" if firing.value else firing.budget.name


def severity_of(firing: Firing) -> Severity:
    """Used up is critical, everything before that a warning."""
    is_spent = firing.kind == Kind.ACTUAL and firing.percent >= WHOLE
    return Severity.CRITICAL if is_spent else Severity.WARNING


def _news(firing: Firing, terms: Terms, now: dt.datetime, *, explained: bool) -> News:
    return News(
        source=Source.BUDGET,
        key=key_of(firing),
        subject=subject_of(firing.budget_id, firing.value),
        subject_name=name_of(firing),
        severity=severity_of(firing),
        title=_title(firing),
        summary=fired_sentence(firing, terms),
        why=main_driver(firing, terms) if explained else "",
        facts=tuple(_facts(firing, terms)),
        path=reverse("budget_firing", args=[firing.budget_id, firing.pk]),
        team=firing.budget.owner_team_id,
        at=now,
    )


def _title(firing: Firing) -> str:
    share = f"{firing.percent}{formatting.SPACE}% of its budget"
    reached = "reached" if firing.kind == Kind.ACTUAL else "is expected to reach"
    return f"{name_of(firing)} {reached} {share}"


def _facts(firing: Firing, terms: Terms) -> list[Fact]:
    found = [
        Fact("Budget", period_words(terms)),
        Fact("Spent", amount_text(terms.measure, firing.spent)),
        Fact("Expected", amount_text(terms.measure, firing.expected)),
        Fact("About", firing.value or scope_words(terms.scope)),
        Fact("Period", f"{spelled(Days(firing.period_start, firing.period_end))}, {terms.zone}"),
    ]
    return [one for one in found if one.value != formatting.DASH]


def _ending(firing: Firing, summary: str, now: dt.datetime) -> Ending:
    return Ending(Source.BUDGET, key_of(firing), summary, now)


def _is_over(firing: Firing, began: dt.datetime, now: dt.datetime) -> bool:
    end = day_start(firing.period_end, ZoneInfo(from_json(firing.terms).zone))
    return (end if began < end else began + LATE) <= now


def _over(firing: Firing, standings: StandingOf, now: dt.datetime) -> Ending:
    days = Days(firing.period_start, firing.period_end)
    stood = standings.get((firing.budget_id, firing.value, days.start))
    measure = from_json(firing.terms).measure
    spent, amount = (
        amount_text(measure, part)
        for part in ((stood.spent, stood.amount) if stood else (firing.spent, firing.amount))
    )
    return _ending(firing, f"{spelled(days)} is over: {spent} of {amount} was spent.", now)
