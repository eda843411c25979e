from __future__ import annotations

import pytest

from celerykit.rules.release import numbers, older_than
from tests.rules.build import project


@pytest.mark.parametrize(("release", "expected"), [("5.4.0rc1", (5, 4, 0)), ("5.7", (5, 7)), ("", ()), ("main", ())])
def test_the_numbers_of_a_release(release: str, expected: tuple[int, ...]) -> None:
    assert numbers(release) == expected


@pytest.mark.parametrize(("celery", "older"), [("5.6.2", True), ("5.7.0", False), ("5.10", False), ("", False)])
def test_only_a_release_that_is_known_is_older(celery: str, older: bool) -> None:
    assert older_than(project(celery=celery), "5.7") is older
