"""The time zones one can choose."""

from zoneinfo import ZoneInfo

import pytest

from finops.accounts.zones import BROWSER, ORGANISATION, is_zone, seen_zone, zone_names


def test_utc_comes_first_and_every_choice_exists() -> None:
    names = [name for name, _ in zone_names()]
    assert names[0] == "UTC"
    assert "Europe/Berlin" in names and "Asia/Kathmandu" in names
    assert not any(name.startswith(("Etc/", "posix/", "right/")) for name in names)
    assert all(ZoneInfo(name) for name in names)


def test_every_choice_is_a_zone() -> None:
    assert all(is_zone(name) for name, _ in zone_names())


@pytest.mark.parametrize(
    ("chosen", "browser", "seen"),
    [
        (ORGANISATION, "Asia/Tokyo", None),
        ("Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"),
        (BROWSER, "Asia/Tokyo", "Asia/Tokyo"),
        (BROWSER, "Asia/Calcutta", "Asia/Calcutta"),  # what some browsers still say
        (BROWSER, "UTC", "UTC"),
        (BROWSER, "", None),
        (BROWSER, BROWSER, None),
        (BROWSER, "localtime", None),
        (BROWSER, "../../etc/passwd", None),
        ("Atlantis/Capital", "Asia/Tokyo", None),
    ],
)
def test_moments_are_seen_in_the_zone_somebody_chose_if_there_is_one(
    chosen: str, browser: str, seen: str | None
) -> None:
    assert seen_zone(chosen, browser) == (ZoneInfo(seen) if seen else None)
