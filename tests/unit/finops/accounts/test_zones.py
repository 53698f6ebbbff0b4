"""The time zones one can choose."""

from zoneinfo import ZoneInfo

from finops.accounts.zones import zone_names


def test_utc_comes_first_and_every_choice_exists() -> None:
    names = [name for name, _ in zone_names()]
    assert names[0] == "UTC"
    assert "Europe/Berlin" in names and "Asia/Kathmandu" in names
    assert not any(name.startswith(("Etc/", "posix/", "right/")) for name in names)
    assert all(ZoneInfo(name) for name in names)
