"""The settings as a Python module that configures Celery without celerykit."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celerykit import backends, brokers
from celerykit.errors import ConfigurationError, Problem
from celerykit.profile.annotations import Annotations, sets_itself
from celerykit.profile.config import CeleryConfig
from celerykit.profile.export import Exported
from celerykit.profile.export.secrets import holds_secret, variable_of

__all__ = ["write"]


@dataclass
class _Module:
    imports: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    annotations: bool = False


def write(config: CeleryConfig) -> Exported:
    """A `celeryconfig` module. What only works beside celerykit is left out, with a comment that names it."""
    module = _Module()
    for name, value in _standing_alone(config, module).items():
        _assign(module, name, value)
    if module.problems:
        raise ConfigurationError(module.problems)
    head = f'"""The profile {config.profile}, compiled for {config.broker}. Exported by celerykit; it stands alone."""'
    source = inspect.getsource(Annotations) + "\n\n" + inspect.getsource(sets_itself)
    if module.annotations:
        module.imports |= {"from collections.abc import Iterator, Mapping", "from typing import Any"}
    blocks = [
        head,
        "\n".join(sorted(module.imports)),
        source.rstrip() if module.annotations else "",
        "\n".join(module.lines),
        "\n".join(f"# Left out: {text}." for text in module.left_out),
    ]
    return Exported("\n\n".join(block for block in blocks if block) + "\n", tuple(module.left_out))


def _assign(module: _Module, name: str, value: Any) -> None:
    if holds_secret(name, value):
        module.imports.add("import os")
        module.lines.append(f"{name} = os.environ[{variable_of(name)!r}]")
        return
    module.lines.append(f"{name} = {_expression(module, name, value)}")


def _standing_alone(config: CeleryConfig, module: _Module) -> dict[str, Any]:
    """The settings without the options that only work where celerykit is installed."""
    settings = config.record()
    broker, backend = brokers.by_name(config.broker), backends.by_name(config.backend)
    paths = (broker.needs_celerykit if broker else ()) + (backend.needs_celerykit if backend else ())
    for name, *keys in paths:
        for key in (key for key in keys if key in settings.get(name, {})):
            del settings[name][key]
            module.left_out.append(f"{name}[{key!r}], which needs celerykit")
        if settings.get(name) == {}:
            del settings[name]
    return settings


def _expression(module: _Module, where: str, value: Any) -> str:
    """Python source that makes the value."""
    if value is None or type(value) in (bool, int, float, str, bytes):
        return repr(value)
    if isinstance(value, Annotations):
        module.annotations = True
        return f"Annotations({_expression(module, where, value.own)}, {_expression(module, where, value.unless_set)})"
    if isinstance(value, Mapping):
        inner = ", ".join(
            f"{_expression(module, where, k)}: {_expression(module, f'{where}.{k}', v)}" for k, v in value.items()
        )
        return "{" + inner + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return _sequence(module, where, value)
    return _object(module, where, value)


def _sequence(module: _Module, where: str, value: Any) -> str:
    items = [_expression(module, f"{where}[{number}]", item) for number, item in enumerate(value)]
    if isinstance(value, list):
        return "[" + ", ".join(items) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(items) + ("," if len(items) == 1 else "") + ")"
    return f"{type(value).__name__}([{', '.join(sorted(items))}])"


def _object(module: _Module, where: str, value: Any) -> str:
    if isinstance(value, timedelta):
        module.imports.add("from datetime import timedelta")
        return f"timedelta(seconds={value.total_seconds()!r})"
    if isinstance(value, re.Pattern):
        module.imports.add("import re")
        return f"re.compile({value.pattern!r}, {value.flags & ~re.UNICODE})"
    if isinstance(value, enum.Enum):
        module.imports.add(f"import {type(value).__module__}")
        return f"{type(value).__module__}.{type(value).__qualname__}.{value.name}"
    if type(value).__name__ == "crontab":
        module.imports.add("from celery.schedules import crontab")
        fields = ("minute", "hour", "day_of_week", "day_of_month", "month_of_year")
        said = ", ".join(f"{name}={getattr(value, f'_orig_{name}')!r}" for name in fields)
        return f"crontab({said})"
    if (inspect.isfunction(value) or inspect.isclass(value)) and "<" not in f"{value.__module__}{value.__qualname__}":
        module.imports.add(f"import {value.__module__}")
        return f"{value.__module__}.{value.__qualname__}"
    module.problems.append(Problem(where, f"a {type(value).__name__} cannot be written as Python source"))
    return "None"
