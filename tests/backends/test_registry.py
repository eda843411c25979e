from __future__ import annotations

import pytest

from celerykit import backends


@pytest.mark.parametrize("name", backends.NAMES)
def test_each_is_found_by_its_name_and_leads_back_to_it(name: str) -> None:
    found = backends.by_name(name)
    assert found is not None
    assert found.name == name


def test_memory_is_another_than_memcached() -> None:
    assert type(backends.for_url("cache+memory://")) is not type(backends.for_url("cache+memcached://h"))


def test_an_unknown_scheme_is_none() -> None:
    assert backends.for_url("postgresql://h/db") is None
    assert backends.for_url("") is None
