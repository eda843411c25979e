"""Imports go down only, neighbours do not know each other, and reading a program needs neither Celery nor pydantic."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "celerykit"

# From the ground up. A part imports from the rungs below its own, and from itself.
LADDER: tuple[tuple[str, ...], ...] = (
    ("values",),
    ("errors", "findings", "pages"),
    ("catalogue", "fingerprints"),
    ("intents", "services", "publishing"),
    ("brokers", "backends"),
    ("settings",),
    ("project",),
    ("reading", "profile", "checks"),
    ("rules",),
    ("live",),
    ("engine", "reporters"),
    ("demo", "compose", "graph"),
    ("cli", "integrations"),
    ("__init__", "__main__"),
)
RUNG = {part: number for number, parts in enumerate(LADDER) for part in parts}

# Parts that a static validation loads, and what it must not load with them.
STATIC = (
    *("values", "errors", "findings", "catalogue", "intents", "brokers", "backends", "project", "reading", "checks"),
    *("rules", "live"),
)
# SQLAlchemy loads it, through an entry point; nothing of ours does.
PLUGIN = "celerykit.brokers.sqlite_plugin"
# A script for the project's own interpreter: run in a process of its own, never imported.
PROBE = "celerykit.reading.probe"
COSTLY = {"celery", "kombu", "pydantic", "pydantic_settings", "rich", "click", "sqlalchemy", "redis"}


@dataclass(frozen=True)
class Import:
    """An import of `target` in `module`. top: run when the module is loaded."""

    module: str
    line: int
    target: str
    top: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def part_of(module: str) -> str:
    """The part of the house: `rules` of `celerykit.rules.base`; `__init__` of `celerykit` itself."""
    return module.split(".")[1] if "." in module else "__init__"


@cache
def sources() -> dict[str, Path]:
    """Every module of celerykit, by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        words = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(words[:-1] if words[-1] == "__init__" else words)] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(sources()[module].read_text(encoding="utf-8"))


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for module in sources() for found in imports_of(module))


def imports_of(module: str) -> Iterator[Import]:
    names = sources()
    when_loaded = set(map(id, _run_when_loaded(tree(module))))
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are written in full"
            assert node.module
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            targets = [name if name in names else node.module for name in whole]
        else:
            continue
        for target in targets:
            yield Import(module, node.lineno, target, id(node) in when_loaded)


def _run_when_loaded(node: ast.AST) -> Iterator[ast.AST]:
    """The statements that run when the module is loaded: not those in functions, nor for type checkers only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _run_when_loaded(child)


def ours() -> list[Import]:
    return [found for found in imports() if found.target.split(".")[0] == "celerykit"]


def homes(base: str) -> set[str]:
    """The modules with a class derived from `base`, near or far, that has a name: one without only serves as a base."""
    classes = [
        (module, node) for module in sources() for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)
    ]
    family = {base}
    while more := {node.name for _, node in classes if parents(node) & family} - family:
        family |= more
    return {module for module, node in classes if node.name in family - {base} and "name" in assigned(node)}


def parents(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(parent).split(".")[-1] for parent in node.bases}


def assigned(node: ast.ClassDef) -> set[str]:
    targets = [statement.targets for statement in node.body if isinstance(statement, ast.Assign)]
    typed = [statement.target for statement in node.body if isinstance(statement, ast.AnnAssign) and statement.value]
    return {ast.unparse(target) for target in [*(target for group in targets for target in group), *typed]}


def told(wrong: list[Import]) -> str:
    return "\n".join(map(str, wrong))


def test_every_part_has_its_rung() -> None:
    assert {part_of(module) for module in sources()} <= set(RUNG)


def test_imports_go_down_only() -> None:
    wrong = [
        found
        for found in ours()
        if part_of(found.module) != part_of(found.target)
        and RUNG[part_of(found.target)] >= RUNG[part_of(found.module)]
        and found.target != "celerykit"
    ]
    assert not wrong, told(wrong)


def test_nothing_but_the_outermost_parts_imports_the_package_itself() -> None:
    wrong = [found for found in ours() if found.target == "celerykit" and RUNG[part_of(found.module)] < RUNG["cli"]]
    assert not wrong, told(wrong)


@pytest.mark.parametrize("base", ["Rule", "LiveCheck", "Broker", "Backend"])
def test_neighbours_of_one_kind_do_not_know_each_other(base: str) -> None:
    kind = homes(base)
    wrong = [found for found in ours() if {found.module, found.target} <= kind and found.module != found.target]
    assert len(kind) > 1
    assert not wrong, told(wrong)


def test_reporters_know_findings_and_what_they_are_known_by_and_nothing_else() -> None:
    wrong = [
        found
        for found in ours()
        if part_of(found.module) == "reporters"
        and part_of(found.target) not in {"reporters", "findings", "fingerprints", "pages", "values"}
    ]
    assert not wrong, told(wrong)


def test_brokers_and_backends_load_only_the_standard_library() -> None:
    wrong = [
        found
        for found in imports()
        if part_of(found.module) in {"brokers", "backends"}
        and found.module != PLUGIN
        and found.top
        and found.target.split(".")[0] not in {*sys.stdlib_module_names, "celerykit"}
    ]
    assert not wrong, told(wrong)


def test_nothing_imports_the_plugin_of_sqlalchemy_when_it_is_loaded() -> None:
    wrong = [found for found in ours() if found.target == PLUGIN and found.top]
    assert not wrong, told(wrong)


def test_nothing_imports_the_script_that_loads_a_configuration() -> None:
    wrong = [found for found in ours() if found.target == PROBE]
    assert not wrong, told(wrong)


def test_rules_and_reading_never_import_celery_or_pydantic_not_even_in_a_function() -> None:
    wrong = [
        found
        for found in imports()
        if part_of(found.module) in {"rules", "reading"}
        and found.module != PROBE
        and found.target.split(".")[0] in COSTLY
    ]
    assert not wrong, told(wrong)


@pytest.mark.parametrize("part", STATIC)
def test_what_reads_a_program_loads_nothing_costly(part: str) -> None:
    modules = [module for module in sources() if part_of(module) == part and module != PLUGIN]
    assert modules
    assert loaded_by(modules) == set()


def test_the_package_itself_loads_nothing_costly() -> None:
    assert loaded_by(["celerykit"]) == set()


def test_engine_and_reporters_load_nothing_costly() -> None:
    assert loaded_by([module for module in sources() if part_of(module) in {"engine", "reporters"}]) == set()


def test_a_static_validation_loads_nothing_costly() -> None:
    config = PACKAGE.parent / "examples" / "first_steps" / "celeryconfig.py"
    assert loaded_after(f"import celerykit; celerykit.validate({str(config)!r}, static=True)") == set()


def loaded_by(modules: list[str]) -> set[str]:
    """Which of the costly packages are loaded with these modules."""
    return loaded_after(f"import {', '.join(modules)}")


def loaded_after(code: str) -> set[str]:
    """Which of the costly packages are loaded once that code has run, in a process of its own."""
    code = f"import sys; {code}; print(*({COSTLY!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    return set(ran.stdout.split())
