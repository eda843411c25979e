from __future__ import annotations

import pytest
from kombu import compression
from kombu.serialization import registry

from celerykit.rules.content import compression_meant, reads_pickle, serializer_meant
from tests.rules.build import project, unknown


@pytest.mark.parametrize("name", sorted(registry.name_to_type))
def test_every_serializer_of_kombus_is_one(name: str) -> None:
    assert serializer_meant(name) == ""


@pytest.mark.parametrize("name", sorted(compression.encoders()))
def test_every_compression_of_kombus_is_one(name: str) -> None:
    assert compression_meant(name) == ""


@pytest.mark.parametrize(
    ("content", "reads"),
    [
        (["json", "pickle"], True),
        (["application/x-python-serialize"], True),
        (["json"], False),
        ([unknown("NAME"), "pickle"], True),
        (unknown("CONTENT"), False),
        (None, False),
    ],
)
def test_whether_pickle_is_read(content: object, reads: bool) -> None:
    assert bool(reads_pickle(project(accept_content=content))) is reads


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("jsn", "json"),
        ("josn", "json"),
        ("pikle", "pickle"),
        ("Yaml", "yaml"),
        ("messagepack", "msgpack"),
        ("orjson", ""),
        ("json2", ""),
        ("django_json", ""),
        ("ra", ""),
        ("aw", ""),
    ],
)
def test_what_is_meant_by_a_name_that_none_has(name: str, meant: str) -> None:
    assert serializer_meant(name) == meant
