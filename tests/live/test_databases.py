from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from celerykit.live.databases import connect, missing_file


def test_names_a_file_that_connecting_would_make(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite3"

    assert missing_file(f"db+sqlite:///{file}") == file
    assert missing_file(f"sqla+sqlite:///{file}?timeout=5") == file
    file.touch()
    assert missing_file(f"db+sqlite:///{file}") is None


@pytest.mark.parametrize(
    "url",
    [
        "db+sqlite://",
        "db+sqlite:///:memory:",
        "db+sqlite:////nowhere/at/all/results.sqlite3",
        "db+postgresql://host/results.sqlite3",
        "redis://host/0",
        "memory",
    ],
)
def test_knows_of_none_elsewhere(url: str) -> None:
    assert missing_file(url) is None


def test_connects_and_makes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite3"
    file.touch()

    connect(f"sqla+sqlite:///{file}")

    assert file.stat().st_size == 0
    with pytest.raises(OperationalError):
        connect(f"sqla+sqlite:///{tmp_path}/nowhere/results.sqlite3")
