"""What files import, told without parsing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celerykit.reading.file_imports import FileImports
from celerykit.reading.sources import Program
from tests.reading.conftest import write

FILES = {
    "pkg/__init__.py": "",
    "pkg/a.py": "",
    "pkg/b.py": "",
    "pkg/sub/__init__.py": "",
    "pkg/sub/c.py": "",
    "bare/d.py": "",
}


@pytest.fixture
def imports(tmp_path):
    def of(text, name="pkg/main.py"):
        write(tmp_path, {**FILES, name: text})
        found = FileImports(Program(tmp_path)).of(tmp_path / name)
        return {file.relative_to(tmp_path).as_posix() for file in found}

    return of


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("import pkg.a\n", {"pkg/a.py"}),
        ("import os, pkg.a as x, pkg.b\n", {"pkg/a.py", "pkg/b.py"}),
        ("from pkg import a, b as c\n", {"pkg/__init__.py", "pkg/a.py", "pkg/b.py"}),
        ("from pkg import (\n    a,  # the first\n    b,\n)\n", {"pkg/__init__.py", "pkg/a.py", "pkg/b.py"}),
        ("from pkg import \\\n    a\n", {"pkg/__init__.py", "pkg/a.py"}),
        ("from pkg.a import thing\n", {"pkg/a.py"}),
        ("from . import a\n", {"pkg/__init__.py", "pkg/a.py"}),
        ("from .sub import c\n", {"pkg/sub/__init__.py", "pkg/sub/c.py"}),
        ("from .sub.c import thing\n", {"pkg/sub/c.py"}),
        ("from bare import d\n", {"bare/d.py"}),
        ("import bare.d\r\nimport pkg.b\r\n", {"bare/d.py", "pkg/b.py"}),
        ("def f():\n    from pkg import a\n", {"pkg/__init__.py", "pkg/a.py"}),
        ("if x: import pkg.a\n", {"pkg/a.py"}),
        ("import os; import pkg.b\n", {"pkg/b.py"}),
        ("from os import path\nimport celery\n", set()),
        ("important = 'from'\nx = y\n", set()),
        ("# import pkg.a\n", set()),
    ],
)
def test_finds(text, files, imports):
    assert imports(text) == files


def test_finds_what_stands_above(imports):
    assert imports("from ..a import x\nfrom .. import b\n", "pkg/sub/e.py") == {
        "pkg/a.py",
        "pkg/b.py",
        "pkg/__init__.py",
    }


@given(junk=st.binary(max_size=80))
def test_bytes_of_any_kind(junk, tmp_path_factory):
    folder = tmp_path_factory.mktemp("program")
    (folder / "x.py").write_bytes(b"import x\nfrom . import " + junk)
    FileImports(Program(folder)).of(folder / "x.py")
