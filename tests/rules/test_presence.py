from __future__ import annotations

import pytest

from celerykit.rules import load_for
from celerykit.rules.presence import what_there_is
from tests.rules.build import deployed, process, project, unknown


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("redis://localhost", {"redis://"}),
        ("redis+socket:///tmp/redis.sock", {"redis://"}),
        ("SQLA+sqlite:///x", {"sqla://"}),
        ("redis-sentinel://s1", {"redis-sentinel://"}),
        (["amqp://a", "sentinel://b;sentinel://c"], {"amqp://", "sentinel://"}),
        ("localhost:6379", {"://"}),
        ("redis", {"://"}),
        ("['amqp://a']", {"://"}),
        (unknown("URL"), set()),
        (None, set()),
    ],
)
def test_how_urls_begin(url: object, there: set[str]) -> None:
    found = what_there_is(project(broker_url=url))
    assert {word for word in found if "://" in word} == there
    assert {"always", "settings", "broker_url"} <= found


def test_a_deployment_is_there_when_something_runs() -> None:
    assert "deployment" in what_there_is(project(facts={"deployment": deployed(process())}))
    assert "deployment" not in what_there_is(project())


def test_only_rules_that_may_find_anything_are_loaded() -> None:
    loaded = {rule.code for rule in load_for(project(broker_url="redis://localhost"), ["CK202", "CK211", "CK216"])}
    assert loaded == {"CK202"}
