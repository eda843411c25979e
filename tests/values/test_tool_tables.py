from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.values.tool_tables import nearest, table_in


def test_a_file_of_our_own_comes_before_pyproject_and_a_near_one_before_a_far_one(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "celerykit.toml").touch()
    assert nearest(inner) == tmp_path / "celerykit.toml"
    (inner / "pyproject.toml").touch()
    assert nearest(inner) == inner / "pyproject.toml"
    (inner / "celerykit.toml").touch()
    assert nearest(inner) == inner / "celerykit.toml"


@pytest.mark.parametrize(
    ("name", "text", "table"),
    [
        ("celerykit.toml", 'celery = "5.5"', {"celery": "5.5"}),
        ("celerykit.toml", "", {}),
        ("pyproject.toml", '[tool.celerykit]\ncelery = "5.5"', {"celery": "5.5"}),
        ("pyproject.toml", "tool.celerykit = 1", 1),
        ("pyproject.toml", '[project]\nname = "celerykit"', None),
        ("pyproject.toml", 'tool = "celerykit"', None),
        ("pyproject.toml", "not TOML, and not about us", None),
    ],
)
def test_what_a_file_says(tmp_path: Path, name: str, text: str, table: object) -> None:
    (tmp_path / name).write_text(text)
    assert table_in(tmp_path / name) == table


@pytest.mark.parametrize("content", [b"celerykit = ", b"celerykit = '\xff'"])
def test_what_is_not_toml_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(ValueError, match=r"Invalid value|invalid start byte"):
        table_in(tmp_path / "pyproject.toml")
