from __future__ import annotations

import pytest
from celery.app.backends import BACKEND_ALIASES

from celerykit import backends


@pytest.mark.parametrize("name", backends.NAMES)
def test_each_is_found_by_its_name_and_leads_back_to_it(name: str) -> None:
    found = backends.by_name(name)
    assert found is not None
    assert found.name == name


def test_every_scheme_is_one_of_celerys() -> None:
    schemes = {scheme for name in backends.NAMES for scheme in backends.by_name(name).schemes}  # type: ignore[union-attr]
    assert schemes <= set(BACKEND_ALIASES)


def test_an_unknown_scheme_is_none() -> None:
    assert backends.for_url("postgresql://h/db") is None
    assert backends.for_url("") is None
