"""`[tool.celerykit]` in pyproject.toml, or the same keys in celerykit.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celerykit.errors import ToolSettingsError
from celerykit.findings import SEVERITIES, Severity
from celerykit.values.tool_tables import TABLES, nearest, table_in

__all__ = ["ToolSettings", "find"]


@dataclass(frozen=True, slots=True)
class ToolSettings:
    """What `[tool.celerykit]` says; every key is optional.

    path: of the file, None where there is no such table.
    app, config: what `validate` reads without a target.
    select, ignore, per_file_ignores: selectors of rules. fail_on, output_format: as the options of that name.
    celery: the version to judge by, where the project's own cannot be read from its files.
    baseline: the file of findings that are left out. plugins: names of entry points that bring rules.
    profile, profile_paths, app_name: read by load_profile; checked here for their types only.
    """

    path: Path | None = None
    app: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fail_on: Severity | None = None
    output_format: str = ""
    profile: str = ""
    profile_paths: tuple[str, ...] = ()
    app_name: str = ""
    celery: str = ""
    baseline: str = ""
    plugins: tuple[str, ...] = ()

    @property
    def folder(self) -> Path | None:
        """The folder of the file, which the paths in it are relative to."""
        return self.path.parent if self.path else None

    def at(self, key: str) -> str:
        """Where a key stands, for messages: "pyproject.toml:12"."""
        return _at(self.path, key) if self.path else ""


def find(start: Path) -> ToolSettings:
    """The keys of the nearest celerykit.toml or pyproject.toml in `start` or above; empty where there are none.

    Raises ToolSettingsError, naming file and line, where the table is wrong.
    """
    file = nearest(start)
    return _read(file) if file else ToolSettings()


def _at(path: Path, key: str) -> str:
    from celerykit.profile.lines import key_lines

    lines = key_lines(path.read_text(encoding="utf-8"))
    return f"{path.name}:{lines.get((*TABLES[path.name], key), 1)}"


def _read(path: Path) -> ToolSettings:
    try:
        table = table_in(path)
    except ValueError as error:
        raise ToolSettingsError(f"{path.name} is not TOML: {error}") from None
    if table is None:
        return ToolSettings()
    if not isinstance(table, dict):
        raise ToolSettingsError(f"{path.name}: {'.'.join(TABLES[path.name])} is not a table")
    values: dict[str, Any] = {key.replace("-", "_"): _checked(path, key, value) for key, value in table.items()}
    return ToolSettings(path=path, **values)


def _checked(path: Path, key: str, value: object) -> object:
    kind = _KEYS.get(key)
    if kind is None:
        from celerykit.values.suggestions import did_you_mean

        cure = did_you_mean(key, _KEYS, f"the keys are {', '.join(_KEYS)}")
        where = "[tool.celerykit]" if TABLES[path.name] else path.name
        raise ToolSettingsError(f"{_at(path, key)}: {where} has no key {key}: {cure}")
    try:
        return kind(value)
    except _Wrong as wrong:
        from celerykit.values.secrets import shown

        raise ToolSettingsError(f"{_at(path, key)}: {key} must be {wrong}, and is {shown(value)}") from None


class _Wrong(Exception):
    """A value is not what its key holds; the text says what it holds."""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise _Wrong("a text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _Wrong("a list of texts")
    return tuple(value)


def _one_or_more(value: object) -> tuple[str, ...]:
    return (_text(value),) if isinstance(value, str) else _texts(value)


def _by_pattern(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise _Wrong("a table of lists, by pattern of path")
    return {pattern: _texts(selectors) for pattern, selectors in value.items()}


def _severity(value: object) -> str:
    if value not in SEVERITIES:
        raise _Wrong("one of " + ", ".join(SEVERITIES))
    return str(value)


def _version(value: object) -> str:
    if not isinstance(value, str) or not value[:1].isdigit() or "." not in value:
        raise _Wrong('a version, such as "5.6"')
    return value


_KEYS: Mapping[str, Callable[[object], object]] = {
    "app": _one_or_more,
    "config": _one_or_more,
    "select": _texts,
    "ignore": _texts,
    "per-file-ignores": _by_pattern,
    "fail-on": _severity,
    "output-format": _text,
    "profile": _text,
    "profile_paths": _texts,
    "app_name": _text,
    "celery": _version,
    "baseline": _text,
    "plugins": _texts,
}
