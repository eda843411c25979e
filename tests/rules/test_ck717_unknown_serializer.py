from __future__ import annotations

import pytest

from tests.rules.build import call, env, found, only, task, unknown


@pytest.mark.parametrize(
    ("words", "fix", "raised"),
    [
        ({"task_serializer": "jsn"}, 'task_serializer = "json"', "message raises SerializerNotInstalled"),
        ({"event_serializer": "Json"}, 'event_serializer = "json"', "message raises SerializerNotInstalled"),
        ({"result_serializer": "yml"}, 'result_serializer = "yaml"', "use of results raises KeyError"),
        ({"task_compression": "gz"}, 'task_compression = "gzip"', "message raises KeyError"),
        ({"result_compression": "GZIP"}, 'result_compression = "gzip"', "use of results raises ImproperlyConfigured"),
        ({"task_serializer": "application/json"}, 'task_serializer = "json"', "SerializerNotInstalled"),
    ],
)
def test_a_name_that_none_has(words: dict[str, object], fix: str, raised: str) -> None:
    finding = only("CK717", **words)
    assert finding.fix == fix
    assert finding.message.endswith(raised)
    assert finding.severity == "error"


def test_of_one_task_and_of_one_call() -> None:
    findings = found(
        "CK717", tasks=[task("proj.add", serializer="jsn")], calls=[call("proj.add", "apply_async", compression="gz")]
    )
    assert [finding.fix for finding in findings] == ['serializer="json"', 'compression="gzip"']
    assert findings[0].message.startswith("serializer is jsn, and there is no serializer of that name")


def test_the_default_of_a_variable() -> None:
    assert only("CK717", task_serializer=env("SERIALIZER", "JSON")).message.endswith(", unless SERIALIZER is set")


@pytest.mark.parametrize("code", ["CK702", "CK704"])
def test_what_does_not_exist_is_not_told_of_twice(code: str) -> None:
    words = {"task_serializer": "jsn", "result_serializer": "jsn", "accept_content": ["json"]}
    assert found(code, result_backend="redis://localhost", **words) == []


@pytest.mark.parametrize(
    "words",
    [
        {"task_serializer": "json"},
        {"task_serializer": "our_own"},
        {"task_serializer": "auth"},
        {"task_serializer": unknown("SERIALIZER")},
        {"task_serializer": None},
        {"task_compression": "zstd"},
        {"task_compression": "application/x-gzip"},
        {"task_compression": "our_own"},
        {"task_compression": None},
        {"tasks": [task("proj.add", serializer="yaml")]},
        {"tasks": [task("proj.add", serializer=unknown("SERIALIZER"))]},
    ],
)
def test_is_silent_about_what_exists_or_may(words: dict[str, object]) -> None:
    assert found("CK717", **words) == []
