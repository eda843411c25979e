from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import env, found, only, unknown


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("UTC+3", 'timezone = "Etc/GMT-3"'),
        ("GMT-5", 'timezone = "Etc/GMT+5"'),
        ("+03:00", 'timezone = "Etc/GMT-3"'),
        ("Europe/Olso", 'timezone = "Europe/Oslo"'),
        ("europe/oslo", 'timezone = "Europe/Oslo"'),
        ("Europe", 'write a name of the zone database, such as "Europe/Oslo" or "UTC"'),
        ("local", 'write a name of the zone database, such as "Europe/Oslo" or "UTC"'),
        ("../etc/passwd", 'write a name of the zone database, such as "Europe/Oslo" or "UTC"'),
        ("UTC+99", 'write a name of the zone database, such as "Europe/Oslo" or "UTC"'),
    ],
)
def test_a_zone_that_nobody_knows(zone: str, line: str) -> None:
    finding = only("CK601", timezone=zone)
    assert finding.message.startswith(f"no time zone is called '{zone}': beat exits at once")
    assert finding.fix == line


def test_says_which_variable_may_change_it() -> None:
    assert only("CK601", timezone=env("TZ", "UTC+3")).message.endswith("unless TZ is set")


@pytest.mark.parametrize(
    "zone",
    ["UTC", "Europe/Oslo", "Etc/GMT-3", "US/Eastern", "", None, Opaque("zoneinfo.ZoneInfo"), unknown("settings.TZ")],
)
def test_is_silent_about_zones_that_there_are(zone: object) -> None:
    assert found("CK601", timezone=zone) == []
