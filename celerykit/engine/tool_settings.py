"""`[tool.celerykit]` in pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celerykit.errors import ToolSettingsError
from celerykit.findings import SEVERITIES, Severity

__all__ = ["ToolSettings", "at_key", "find"]

_FILE = "pyproject.toml"
_TABLE = ("tool", "celerykit")
_MARK = b"celerykit"


@dataclass(frozen=True, slots=True)
class ToolSettings:
    """What `[tool.celerykit]` says; every key is optional.

    folder: of the pyproject.toml, None where there is no such table.
    app, config: what `validate` reads without a target.
    select, ignore, per_file_ignores: selectors of rules. fail_on, output_format: as the options of that name.
    celery: the version to judge by, where the project's own cannot be read from its files.
    profile, profile_paths, app_name: read by load_profile; checked here for their types only.
    """

    folder: Path | None = None
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


def find(start: Path) -> ToolSettings:
    """The table of the nearest pyproject.toml in `start` or above; empty where there is none.

    Raises ToolSettingsError, naming file and line, where the table is wrong.
    """
    for folder in (start, *start.parents):
        path = folder / _FILE
        if path.is_file():
            return _read(path)
    return ToolSettings()


def at_key(folder: Path, key: str) -> str:
    """Where a key of the table stands, for messages: "pyproject.toml:12"."""
    from celerykit.profile.lines import key_lines

    lines = key_lines((folder / _FILE).read_text(encoding="utf-8"))
    return f"{_FILE}:{lines.get((*_TABLE, key), 1)}"


def _read(path: Path) -> ToolSettings:
    content = path.read_bytes()
    if _MARK not in content:  # parsing TOML costs more than all else that a small run does
        return ToolSettings()
    table = _table(path, content)
    if table is None:
        return ToolSettings()
    values: dict[str, Any] = {key.replace("-", "_"): _checked(path, key, value) for key, value in table.items()}
    return ToolSettings(folder=path.parent, **values)


def _table(path: Path, content: bytes) -> Mapping[str, Any] | None:
    import tomllib

    try:
        document = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ToolSettingsError(f"{path.name} is not TOML: {error}") from None
    tool = document.get(_TABLE[0])
    table = tool.get(_TABLE[1]) if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ToolSettingsError(f"{path.name}: tool.celerykit is not a table")
    return table


def _checked(path: Path, key: str, value: object) -> object:
    kind = _KEYS.get(key)
    if kind is None:
        from celerykit.values.suggestions import did_you_mean

        cure = did_you_mean(key, _KEYS, f"the keys are {', '.join(_KEYS)}")
        raise ToolSettingsError(f"{at_key(path.parent, key)}: [tool.celerykit] has no key {key}: {cure}")
    try:
        return kind(value)
    except _Wrong as wrong:
        from celerykit.values.secrets import shown

        raise ToolSettingsError(f"{at_key(path.parent, key)}: {key} must be {wrong}, and is {shown(value)}") from None


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
}
