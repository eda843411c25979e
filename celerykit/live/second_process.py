"""A second process that reads a result: run as a script, never imported. It hears of the result by its standard input.

First comes the configuration and the result's id, as a pickle that the doctor made: secrets must be in no command line.
Then a line, when the result is stored. Without that line the doctor is dead, and what it stored is removed here.
"""

from __future__ import annotations

import json
import pickle
import sys
from typing import Any


def main() -> None:
    """Print "ready", wait for a line, print what was read, as JSON; and remove it in any case."""
    settings, task_id = pickle.load(sys.stdin.buffer)  # noqa: S301 - the doctor's own words
    from celery import Celery

    app: Any = Celery("celerykit-doctor", set_as_current=False, fixups=set())
    app.config_from_object(settings)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    stored = sys.stdin.readline()
    try:
        if stored:
            sys.stdout.write(json.dumps(_read(app, task_id)) + "\n")
            sys.stdout.flush()
            # Until the doctor has seen how long the store keeps it.
            sys.stdin.readline()
    finally:
        app.backend.forget(task_id)


def _read(app: Any, task_id: str) -> dict[str, str]:
    try:
        meta = app.backend.get_task_meta(task_id, cache=False)
        return {"status": str(meta["status"]), "result": str(meta["result"])}
    except Exception as error:
        # Its words may hold a password.
        return {"error": type(error).__name__}


if __name__ == "__main__":
    main()
