from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.engine.sources import source_lines


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a\nb\r\nc\rd", ("a", "b", "c", "d")),
        ("a\u2028b\x0cc\n".encode(), ("a\u2028b\x0cc", "")),  # Python ends no line there
        ("\ufeffé = 1".encode(), ("é = 1",)),
        ("# -*- coding: latin-1 -*-\né = 1".encode("latin-1"), ("# -*- coding: latin-1 -*-", "é = 1")),
        (b"# coding: nonsense\na = 1", ("# coding: nonsense", "a = 1")),
        (b"# no coding here\n\xff = 1", ("# no coding here", "\N{REPLACEMENT CHARACTER} = 1")),
        (b"", ("",)),
    ],
)
def test_lines_are_those_that_python_counts(tmp_path: Path, content: bytes, lines: tuple[str, ...]) -> None:
    (tmp_path / "x.py").write_bytes(content)

    assert source_lines(tmp_path)("x.py") == lines


def test_a_file_that_cannot_be_read_has_no_lines(tmp_path: Path) -> None:
    assert source_lines(tmp_path)("gone.py") == ()


def test_a_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("a = 1")
    lines = source_lines(tmp_path)
    before = lines("x.py")
    (tmp_path / "x.py").unlink()

    assert lines("x.py") == before == ("a = 1",)
