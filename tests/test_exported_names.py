"""What a module shows is what its `__all__` says, and nothing else is imported from it."""

from __future__ import annotations

import ast
import importlib
from functools import cache

import pytest

import celerykit
from tests.test_ladder import sources, tree

# By its text: every run collects this file, and parsing all modules for it takes a second.
SHOWING = sorted(module for module, path in sources().items() if "\n__all__ = " in path.read_text(encoding="utf-8"))


@cache
def exported(module: str) -> list[str]:
    for node in tree(module).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return names
    raise LookupError(module)


def test_the_package_gives_every_name_that_it_promises() -> None:
    assert [name for name in celerykit.__all__ if getattr(celerykit, name).__name__ != name] == []


def test_the_package_shows_its_names_and_no_others() -> None:
    assert dir(celerykit) == sorted(celerykit.__all__)


def test_a_name_that_the_package_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_profil'"):
        celerykit.load_profil  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("module", SHOWING)
def test_every_name_in_all_is_there(module: str) -> None:
    loaded = importlib.import_module(module)
    assert [name for name in exported(module) if not hasattr(loaded, name)] == []


def test_modules_take_from_each_other_only_what_is_exported() -> None:
    wrong = [
        f"{module}:{node.lineno} takes {alias.name} from {node.module}"
        for module in sources()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and node.module in SHOWING
        for alias in node.names
        if alias.name not in exported(node.module) and f"{node.module}.{alias.name}" not in sources()
    ]
    assert not wrong, "\n".join(wrong)


def test_every_module_that_others_take_from_says_what_it_exports() -> None:
    taken = {
        node.module
        for module in sources()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and node.module in sources()
        if any(f"{node.module}.{alias.name}" not in sources() for alias in node.names)
    }
    assert sorted(taken - set(SHOWING)) == []
