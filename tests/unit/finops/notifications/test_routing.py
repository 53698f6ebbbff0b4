"""Who is told of an alert, by severity, team and source, and when it may go out."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from finops.notifications.quiet import Quiet, quiet_until
from finops.notifications.routing import GATHERED, LOUDNESS, Concern, Person, Place
from finops.notifications.types import Digest, Severity, Source

severities, sources = st.sampled_from(Severity), st.sampled_from(Source)
teams = st.none() | st.integers(1, 3)
concerns = st.builds(Concern, sources, severities, teams)
places = st.builds(
    Place,
    st.just(7),
    st.frozensets(st.integers(1, 3)),
    st.frozensets(sources.map(str)),
    severities,
    st.booleans(),
)
NIGHT = Quiet(dt.time(22), dt.time(7))
people = st.builds(
    Person,
    id=st.just(7),
    teams=st.frozensets(st.integers(1, 3)),
    zone=st.sampled_from(["UTC", "America/New_York", "Pacific/Auckland"]).map(ZoneInfo),
    all_teams=st.booleans(),
    least=st.none() | severities,
    tells_recovery=st.booleans(),
    digest=st.just(Digest.NONE),
    digest_at=st.just(dt.time(9)),
    digested_at=st.none(),
    quiet=st.none() | st.just(NIGHT),
    critical_breaks_quiet=st.booleans(),
)
START, MINUTE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.timedelta(minutes=1)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)


@given(places, concerns)
def test_a_channel_wants_what_passes_all_it_says(place: Place, about: Concern) -> None:
    refused = [
        LOUDNESS[about.severity] > LOUDNESS[place.least],
        bool(place.teams) and about.team not in place.teams,
        bool(place.sources) and about.source not in place.sources,
    ]
    assert place.wants(about) is not any(refused)


@given(people, concerns)
def test_a_person_is_told_of_their_teams_or_of_all_and_nothing_below_what_they_want(
    person: Person, about: Concern
) -> None:
    wanted = person.wants(about)
    if wanted:
        assert person.least is not None and LOUDNESS[about.severity] <= LOUDNESS[person.least]
        assert person.all_teams or about.team in person.teams
    louder = about._replace(severity=Severity.CRITICAL)
    assert person.wants(louder) >= wanted


@given(people, concerns, moments)
def test_nothing_goes_out_in_quiet_hours_but_what_may_break_them(
    person: Person, about: Concern, now: dt.datetime
) -> None:
    due = person.due(about, now)
    assert due >= now + GATHERED
    if about.severity == Severity.CRITICAL and person.critical_breaks_quiet:
        assert due == now + GATHERED
    else:
        assert quiet_until(person.quiet, person.zone, due) is None
        assert due == now + GATHERED or quiet_until(person.quiet, person.zone, now + GATHERED) == due


@given(places, concerns, moments)
def test_a_channel_has_no_quiet_hours(place: Place, about: Concern, now: dt.datetime) -> None:
    assert place.due(about, now) == now + GATHERED
