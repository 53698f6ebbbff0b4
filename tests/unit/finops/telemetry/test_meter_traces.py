"""Where counters are charged."""

from finops.telemetry.meter_traces import DAY, day_trace, meter_of_day, meter_of_user, session_trace

NOON = 20_000 * DAY + DAY // 2


def test_the_trace_of_a_day_leads_back_to_the_meter_and_the_day() -> None:
    meter = meter_of_user("claude-code", "ann")
    assert meter_of_day(day_trace(meter, NOON)) == (meter, 20_000 * DAY)


def test_users_services_and_days_have_traces_of_their_own() -> None:
    meters = [
        meter_of_user("claude-code", "ann"),
        meter_of_user("claude-code", "bob"),
        meter_of_user("x", "ann"),
    ]
    assert len({day_trace(meter, NOON + day * DAY) for meter in meters for day in range(3)}) == 9


def test_a_user_is_no_session() -> None:
    assert meter_of_user("claude-code", "ann")[4:] != session_trace("claude-code", "ann")[4:]


def test_what_names_no_plausible_day_is_no_day() -> None:
    assert meter_of_day(bytes(16)) is None
    assert meter_of_day(b"\xff" * 16) is None
