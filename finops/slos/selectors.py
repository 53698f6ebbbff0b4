"""Reading SLOs and how they stand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from finops.accounts import selectors as accounts
from finops.ledger.objectives import selectors as events
from finops.ledger.objectives.selectors import Asked, Progress
from finops.ledger.types import Indicator, Subject
from finops.slos.models import Slo, SloAlert, SloChange
from finops.slos.status import ALERT_WINDOWS, Spans, Status, Terms, judge, minutes_expected, spans
from finops.slos.types import Counts, MissingData, Severity, WindowKind
from finops.slos.windows import whole_minute
from finops.slos.words import promise

NOT_BEGUN = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MOST_ALERTS = 50


class Tally(NamedTuple):
    """SLOs, and those of them with an alert that goes on."""

    slos: int
    burning: int


class Standing(NamedTuple):
    """An SLO and how it stands."""

    slo: Slo
    terms: Terms
    status: Status
    progress: Progress
    alerts: list[SloAlert]  # that go on

    @property
    def promise(self) -> str:
        """It in a sentence."""
        return promise_of(self.slo)


def slos() -> QuerySet[Slo]:
    """All SLOs that are not archived, by name."""
    return Slo.objects.filter(archived_at=None).select_related("owner_team", "project")


def promise_of(slo: Slo) -> str:
    """An SLO in a sentence."""
    return promise(Indicator(slo.indicator), Subject(slo.subject), slo.value, slo.threshold, slo.objective)


def terms_of(slo: Slo) -> Terms:
    """What an SLO promises."""
    return Terms(
        slo.objective,
        WindowKind(slo.window),
        Severity(slo.severity),
        slo.minimum_events,
        MissingData(slo.missing_data),
    )


def standings(now: dt.datetime, which: Iterable[Slo] | None = None) -> list[Standing]:
    """How SLOs stand at `now` (aware), all or these: four queries, however many there are."""
    chosen = list(slos() if which is None else which)
    ids = [slo.counter_id for slo in chosen]
    known = events.progress(ids) if chosen else {}
    zone, fiscal_start = accounts.time_zone(), accounts.fiscal_year_start()
    asked = [spans(terms_of(slo), whole_minute(now), zone, fiscal_start) for slo in chosen]
    counts = _counts(ids, asked, known)
    alerts = _open_alerts(chosen)
    return [
        Standing(
            slo,
            terms_of(slo),
            judge(terms_of(slo), one.window, found[0], dict(zip(ALERT_WINDOWS, found[1:], strict=True))),
            known.get(slo.counter_id) or Progress(slo.counter_id, NOT_BEGUN, None, None),
            alerts[slo.pk],
        )
        for slo, one, found in zip(chosen, asked, counts, strict=True)
    ]


def owners() -> list[str]:
    """The names of the teams that own SLOs."""
    found = slos().order_by("owner_team__name").values_list("owner_team__name", flat=True).distinct()
    return [name for name in found if name]


def tally() -> Tally:
    """How many SLOs there are and how many alert: one look, however many there are."""
    found = Slo.objects.filter(archived_at=None).aggregate(
        slos=Count("pk", distinct=True),
        burning=Count("pk", distinct=True, filter=Q(alerts__isnull=False, alerts__ended_at=None)),
    )
    return Tally(**found)


def alerts_of(slo: Slo) -> list[SloAlert]:
    """The newest alerts of an SLO."""
    return list(slo.alerts.all()[:MOST_ALERTS])


def changes_of(slo: Slo) -> list[SloChange]:
    """The newest changes of an SLO."""
    return list(slo.changes.all()[:MOST_ALERTS])


def _counts(ids: Sequence[int], asked: Sequence[Spans], known: dict[int, Progress]) -> list[list[Counts]]:
    wanted = [
        Asked(counter_id, start, one.end)
        for counter_id, one in zip(ids, asked, strict=True)
        for start in one.starts
    ]
    first = {counter_id: progress.first_at for counter_id, progress in known.items()}
    found = [
        Counts(*counted, minutes_expected(one.start, one.end, first.get(one.counter_id)))
        for one, counted in zip(wanted, events.events(wanted), strict=True)
    ]
    width = 1 + len(ALERT_WINDOWS)
    return [found[place : place + width] for place in range(0, len(found), width)]


def _open_alerts(chosen: Sequence[Slo]) -> dict[int, list[SloAlert]]:
    found: dict[int, list[SloAlert]] = defaultdict(list)
    for alert in SloAlert.objects.filter(slo__in=chosen, ended_at=None) if chosen else ():
        found[alert.slo_id].append(alert)
    return found
