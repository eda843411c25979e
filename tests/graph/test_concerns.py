from __future__ import annotations

from dataclasses import replace

import pytest

from celerykit.findings import Finding, Thing
from celerykit.project import Client, Deployment, Image
from celerykit.values.places import Place
from tests.graph.build import codes, graph
from tests.graph.projects import SHOP, drawn
from tests.rules.build import deployed, process, read, task


def finding(code: str, place: Place | None = None, *things: Thing) -> Finding:
    return Finding(code, "a-rule", "error", "wrong", "right", place, things=things)


def at(line: int, column: int = 1, path: str = "celeryconfig.py") -> Finding:
    return finding("CK999", Place(path, line, column))


def test_findings_of_a_real_program_are_where_they_belong() -> None:
    picture = drawn(SHOP)

    found = codes(picture)
    assert found["render"] == ["CK403"]
    assert found["shop.orders.archive"] == ["CK512"]
    assert found["shop.ordrs.*"] == ["CK506"]
    assert found["mail.all"] == ["CK516"]
    assert "CK602" in found["pulse"]
    assert "CK401" in found["main@%h"]
    assert picture.beside == ()


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"broker_url": "redis://h"}, "Redis"),
        ({"broker_transport_options": {"x": 1}}, "Redis"),
        ({"result_expires": 1}, "results"),
        ({"redis_socket_timeout": 1}, "results"),
        ({"task_track_started": True}, "results"),
        ({"worker_prefetch_multiplier": 1}, "workers"),
        ({"task_acks_late": True}, "workers"),
        ({"task_serializer": "json"}, "Redis"),
        ({"task_default_queue": "q"}, "q"),
        ({"task_routes": {"a.*": "q"}}, "a.*"),
        ({"beat_schedule": {"n": {"task": "a.b", "schedule": 1}}, "timezone": "UTC"}, "n"),
    ],
)
def test_a_setting_is_about_the_part_that_it_sets(settings: dict[str, object], part: str) -> None:
    picture = graph([at(1, len(next(iter(settings))) + 4)], **settings)

    assert list(codes(picture)) == [part]


def test_what_a_line_of_a_task_or_of_a_call_says_is_about_that() -> None:
    tasks = [task("proj.one", line=5, time_limit=1), task("proj.two", line=9)]
    inner = replace(read(line=6), place=Place("proj.py", 6), within="proj.one")
    found = [at(5, path="proj.py"), at(6, path="proj.py"), at(7, path="proj.py")]
    picture = graph(found, tasks=tasks, reads=[inner])

    assert codes(picture) == {"one": ["CK999", "CK999"], "proj": ["CK999"]}


def test_workers_of_one_line_share_what_is_wrong_there() -> None:
    workers = [process(name="a", queues=["a"]), process(name="b", queues=["b"])]
    picture = graph([at(1, path="Procfile")], facts={"deployment": deployed(*workers)})

    assert codes(picture) == {"a": ["CK999"], "b": ["CK999"]}


def test_a_finding_without_a_line_is_about_what_its_family_is_about() -> None:
    picture = graph([finding("CK201"), finding("CK301"), finding("CK101")])

    assert codes(picture) == {"Redis": ["CK201"], "results": ["CK301"]}
    assert [one.code for one in picture.beside] == ["CK101"]


def test_a_finding_on_a_line_of_nothing_that_is_drawn_stands_beside() -> None:
    picture = graph([at(3, path="other.py")])

    assert [one.code for one in picture.beside] == ["CK999"]
    assert picture.findings == {}


@pytest.mark.parametrize(
    ("thing", "part"),
    [
        (Thing("broker", "redis://cache:6379/0"), "Redis"),
        (Thing("queue", "celery"), "celery"),
        (Thing("task", "proj.one"), "one"),
        (Thing("results", "disabled"), "results"),
    ],
)
def test_a_live_finding_is_about_its_thing(thing: Thing, part: str) -> None:
    assert list(codes(graph([finding("CK999", None, thing)], tasks=[task("proj.one")]))) == [part]


@pytest.mark.parametrize(
    "thing", [Thing("broker", "redis://other:6379/0"), Thing("machine", "web1"), Thing("queue", "x")]
)
def test_a_live_finding_on_what_is_not_drawn_stands_beside(thing: Thing) -> None:
    picture = graph([finding("CK999", None, thing)])

    assert picture.findings == {}
    assert len(picture.beside) == 1


def test_what_the_file_of_the_settings_says_elsewhere_is_about_what_its_family_is_about() -> None:
    picture = graph([finding("CK204", Place("celeryconfig.py", 40)), finding("CK101", Place("celeryconfig.py", 41))])

    assert codes(picture) == {"Redis": ["CK204"]}
    assert [one.code for one in picture.beside] == ["CK101"]


def test_an_image_is_about_the_workers_and_a_client_about_its_task() -> None:
    made = Deployment((process(name="a"), process(line=2, name="b")), (Image(Place("Dockerfile", 1)),))
    client = Client("pymongo.MongoClient", Place("db.py", 3), "proj.one")
    found = [finding("CK713", Place("Dockerfile", 1)), finding("CK815", Place("db.py", 3))]
    picture = graph(found, tasks=[task("proj.one")], facts={"deployment": made, "clients": (client,)})

    assert codes(picture) == {"a": ["CK713"], "b": ["CK713"], "one": ["CK815"]}
