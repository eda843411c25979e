"""Loads a configuration as Celery would, and writes down what is in force.

A script for the project's own interpreter, which may be older than ours and need not have celerykit: standard library
and Celery only. Called with one argument, a JSON object: kind ("app" or "config"), module, attribute, namespace, path
(folders to import from), root, names (of settings), out (the file to write the answer to).
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # Not the folder of this script: its modules must not stand in for the program's.
    del sys.path[0]

import contextlib
import datetime
import enum
import importlib
import inspect
import json
import os
import traceback
from pathlib import Path
from typing import Any

ENVIRONMENT = {
    "broker_url": "CELERY_BROKER_URL",
    "broker_read_url": "CELERY_BROKER_READ_URL",
    "broker_write_url": "CELERY_BROKER_WRITE_URL",
    "result_backend": "CELERY_RESULT_BACKEND",
}
MAX_DEPTH = 12
MAX_TEXT = 400


def plain(value: Any, depth: int = 0) -> Any:
    """The value as JSON can hold it: pairs of a tag and what it needs, where JSON has no such thing."""
    if value is None or type(value) in (bool, int, float):
        return value
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        return str.__str__(value)
    if depth < MAX_DEPTH:
        if isinstance(value, dict):
            return {"dict": [[plain(k, depth + 1), plain(v, depth + 1)] for k, v in value.items()]}
        for kind in (list, tuple, set, frozenset):
            if isinstance(value, kind):
                return {kind.__name__: [plain(item, depth + 1) for item in value]}
    if isinstance(value, datetime.timedelta):
        return {"timedelta": value.total_seconds()}
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    return {"opaque": [type_name(value), text_of(value)]}


def type_name(value: Any) -> str:
    """The name of a value's class, or what kind of thing it is."""
    if isinstance(value, type):
        return "type"
    if callable(value) and hasattr(value, "__code__"):
        return "function"
    return f"{type(value).__module__}.{type(value).__qualname__}"


def text_of(value: Any) -> str:
    """How a value shows itself; one that cannot is shown by its class."""
    try:
        return str(value.name if isinstance(value, enum.Enum) else repr(value))[:MAX_TEXT]
    except Exception:
        return type_name(value)


class NotLoadable(Exception):
    """What was asked for cannot be had from outside of the program; nothing is wrong with it."""


def found(module: str, attribute: str, kind: str) -> Any:
    """The app or the config object that was asked for."""
    loaded = importlib.import_module(module)
    if not attribute:
        return loaded
    for name in attribute.split("."):
        loaded = getattr(loaded, name)
    if kind == "app" and not hasattr(loaded, "conf") and callable(loaded):
        try:
            inspect.signature(loaded).bind()
        except (TypeError, ValueError):
            raise NotLoadable("it is made by a function that wants arguments") from None
        loaded = loaded()
    return loaded


def settings(request: dict[str, Any]) -> dict[str, Any]:
    """The settings that somebody set, as Celery sees them."""
    from celery import Celery

    thing = found(request["module"], request["attribute"], request["kind"])
    # What was read as a config may turn out to be an app: `celery_app = flask_app.extensions["celery"]`.
    if request["kind"] == "app" or isinstance(thing, Celery):
        app = thing
    else:
        app = Celery("celerykit-probe", set_as_current=False)
        app.config_from_object(thing, namespace=request["namespace"] or None)
    # The first look makes Celery read its configuration; until then `conf` is a stand-in.
    app.conf.get("broker_url")
    changed: dict[str, Any] = {}
    for name in request["names"]:
        with contextlib.suppress(KeyError):
            changed[name] = plain(written(app.conf, name))
    for name in app.conf.changes:
        if isinstance(name, str) and name.islower() and name not in changed and name != "deprecated_settings":
            changed[name] = plain(app.conf.changes[name])
    return changed


def written(conf: Any, name: str) -> Any:
    """What a setting was set to, under any of its names. Raises KeyError where only the default is left.

    The lookup of celery.utils.collections.ConfigurationView, without its last map, which holds the defaults.
    """
    for mapping in conf.maps[:-1]:
        for key in conf._to_keys(name):
            with contextlib.suppress(KeyError):
                return mapping[conf._key(key)]
    raise KeyError(name)


def failure(error: BaseException, root: str) -> dict[str, Any]:
    """An error, with the last place inside the program."""
    inside: list[Any] | None = None
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename).absolute()
        if Path(root) in file.parents and not {"site-packages", ".venv"} & set(file.parts):
            inside = [str(file), frame.lineno]
    text = str(error)
    if isinstance(error, SyntaxError) and error.filename:
        inside = [str(Path(error.filename).absolute()), error.lineno or 1]
        text = error.msg
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    return {"text": f"{type(error).__name__}: {text}", "place": inside, "missing": missing}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What happened: `settings` and `environment`, or `error`, or `celery` False."""
    try:
        import celery
    except ImportError:
        return {"celery": False}
    sys.path[:0] = request["path"]
    try:
        changed = settings(request)
    except NotLoadable as reason:
        return {"note": str(reason)}
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        # SystemExit, too: a worker that imports such a module ends.
        return {"error": failure(error, request["root"])}
    environment = {name: os.environ[variable] for name, variable in ENVIRONMENT.items() if os.environ.get(variable)}
    return {"settings": changed, "environment": environment, "celery": celery.__version__}


def main() -> None:
    """Answer the request, in the file that it names."""
    request = json.loads(sys.argv[1])
    # Resolved before the program is imported: it may change the working directory.
    out = Path(request["out"]).absolute()
    part = out.with_suffix(".part")
    part.write_text(json.dumps(answer(request)), "utf-8")
    part.replace(out)
    # Threads that the program started must not keep this process.
    os._exit(0)


if __name__ == "__main__":
    main()
