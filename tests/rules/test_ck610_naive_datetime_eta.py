from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Opaque, State, Value
from celerykit.values.places import Place
from tests.rules.build import call, judged, known, project, unknown


def moment(made: str, zone: Any = None) -> Value:
    tzinfo = known(None) if zone is None else zone
    value = Opaque("datetime.datetime", f"datetime.datetime{made}")
    return Value(State.KNOWN, value, Place("web.py", 1), keys={"tzinfo": tzinfo})


def findings(timezone: Any = None, **options: Any) -> list[Finding]:
    settings = {} if timezone is None else {"timezone": timezone}
    return judged("CK610", project(calls=[call("p.add", "apply_async", **options)], **settings))


@pytest.mark.parametrize("option", ["eta", "expires"])
@pytest.mark.parametrize("made", [".now", ".today", ".fromtimestamp"])
def test_the_local_time_of_a_machine(option: str, made: str) -> None:
    (finding,) = findings(**{option: moment(made)})
    assert finding.message.startswith(f"{option} is made by datetime{made}(), which knows no time zone")


def test_gives_the_cure() -> None:
    (finding,) = findings(eta=moment(".now"))
    assert finding.fix == "datetime.now(UTC), or countdown with a number of seconds"


@pytest.mark.parametrize("made", ["", ".combine"])
def test_a_time_written_out_where_the_program_has_a_zone_of_its_own(made: str) -> None:
    (finding,) = findings("Europe/Oslo", eta=moment(made))
    assert finding.message.endswith("and is off by as much as Europe/Oslo is away from UTC")


@pytest.mark.parametrize(
    ("zone", "options"),
    [
        (None, {"eta": moment("")}),
        ("UTC", {"eta": moment("")}),
        (unknown("ZONE"), {"eta": moment("")}),
        (None, {"eta": moment(".now", unknown("zone"))}),
        (None, {"eta": unknown("datetime.utcnow()")}),
        (None, {"expires": 60}),
        (None, {"countdown": 60}),
        (None, {"eta": "2030-01-01T00:00:00"}),
    ],
)
def test_is_silent_about(zone: Any, options: dict[str, Any]) -> None:
    assert findings(zone, **options) == []
