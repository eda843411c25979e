"""Which names are a program's own."""

from __future__ import annotations

from celerykit.reading.own_names import own_names
from celerykit.reading.sources import Program
from tests.reading.conftest import write


def test_names_packages_and_modules(tmp_path):
    write(
        tmp_path,
        {"a.py": "", "b/__init__.py": "", "c/d/e.py": "", "src/f/__init__.py": "", "docs/x.md": "", "no-name/x.py": ""},
    )
    assert own_names(tmp_path, (), Program(tmp_path)) == {"a", "b", "c", "src", "f"}


def test_leaves_out_what_is_not_the_program_s(tmp_path):
    write(
        tmp_path,
        {"venv/pyvenv.cfg": "", "venv/x.py": "", "node_modules/x.py": "", "build/x.py": "", "deep/a/b/c.py": ""},
    )
    assert own_names(tmp_path, (), Program(tmp_path)) == frozenset()


def test_names_only_what_was_looked_through(tmp_path):
    write(tmp_path, {"a.py": "", "b/c.py": ""})
    assert own_names(tmp_path / "b", (), Program(tmp_path)) == frozenset()


def test_counts_a_package_that_is_called_like_what_is_built(tmp_path):
    write(tmp_path, {"build/__init__.py": "", "dist/x.py": ""})
    assert own_names(tmp_path, (), Program(tmp_path)) == {"build"}
