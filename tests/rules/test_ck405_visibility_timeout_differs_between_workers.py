from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Project
from tests.rules.build import compared, judged, project, unknown

REDIS = "redis://shared:6379/0"


def named(name: str, timeout: Any = None, url: Any = REDIS, **options: Any) -> Project:
    if timeout is not None:
        options["visibility_timeout"] = timeout
    made = project(broker_url=url, **({"broker_transport_options": options} if options else {}))
    return replace(made, config=replace(made.config, subject=name))


def between(one: Project, other: Project) -> list[Finding]:
    return compared("CK405", one, other)


def test_the_shorter_one_takes_what_the_other_holds() -> None:
    [finding] = between(named("reports.py", 7200), named("mail.py", 300))
    assert finding.severity == "error"
    assert finding.message == (
        "mail.py and reports.py share a Redis database, but mail.py gives back after 300 s what is not acknowledged, "
        "also the tasks that reports.py may hold for 7200 s"
    )
    assert [piece.text for piece in finding.related] == ["may be held for so long"]


def test_the_default_is_a_timeout_too() -> None:
    [finding] = between(named("mail.py"), named("reports.py", 7200))
    assert "mail.py gives back after 3600 s" in finding.message
    assert finding.label == "may be held for so long"


def test_each_pair_is_told_once() -> None:
    one, other = named("mail.py", 300), named("reports.py", 7200)
    assert len(compared("CK405", one, one, other, other)) == 1


@pytest.mark.parametrize(
    "other",
    [
        named("b.py", 300),
        named("b.py", 7200, "redis://shared:6379/1"),
        named("b.py", 7200, "redis://other:6379/0"),
        named("b.py", 7200, "amqp://shared"),
        named("b.py", 7200, unknown("URL")),
        named("b.py", unknown("TIMEOUT")),
        named("b.py", 7200, global_keyprefix="b:"),
        named("b.py", 7200, global_keyprefix=unknown("PREFIX")),
        named("b.py", 7200, unacked_index_key="b_index"),
    ],
)
def test_is_silent_where_they_agree_or_share_nothing_or_nobody_knows(other: Project) -> None:
    assert between(named("a.py", 300), other) == []


def test_says_nothing_of_one_alone() -> None:
    assert judged("CK405", named("a.py", 300)) == []
