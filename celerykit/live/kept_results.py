"""A result that is stored for a minute, and read by a second process, as a web process reads what a worker stored."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from celerykit.live.app import app_settings
from celerykit.live.base import NotChecked
from celerykit.live.deadlines import within
from celerykit.live.result_tables import result_tables
from celerykit.live.stores import Opened, store
from celerykit.live.system import Side, System
from celerykit.live.troubles import Trouble, trouble

__all__ = ["KeptResult", "kept_result"]

_KEPT = 60  # seconds, after which it is gone where the store lets keys expire, whatever happens to us
_START = 10.0  # seconds that a process may take to import Celery, beside the time limit
_READER = "celerykit.live.second_process"


@dataclass(frozen=True, slots=True)
class KeptResult:
    """What became of it. refused: it could not be stored. read: the state that the second process saw.

    error: what the second process raised, the name of the class. same: it read what was stored.
    """

    side: Side
    refused: Trouble | None = None
    read: str = ""
    error: str = ""
    same: bool = False


def kept_result(system: System) -> KeptResult:
    """Store a result, have it read, and remove it. A kill leaves a result that expires; the second process, which then
    hears no more of us, removes it too; both killed, a database has a row more until Celery cleans up.

    Raises NotChecked where nothing may be written, or another process could not read by design.
    """
    if not system.write:
        raise NotChecked("nothing is stored without --write")
    found = system.once(store)
    if found.name == "rpc":
        raise NotChecked("results of rpc:// are for the sender alone: no other process can read them")
    tables = system.once(result_tables)
    if tables and not tables.tasks.there:
        raise NotChecked("the tables of results are not there, and Celery would make them")
    return _stored(system, found)


def _stored(system: System, found: Opened) -> KeptResult:
    task_id, value = str(uuid.uuid4()), f"celerykit {uuid.uuid4()}"
    backend = found.backend
    with _reader(app_settings(system), task_id) as reader:
        _heard(system, reader)
        try:
            within(system.limit, partial(_store, backend, task_id, value))
        except TimeoutError:
            raise NotChecked(f"{found.side.thing} took no result within {system.limit:g} s") from None
        except Exception as error:
            return KeptResult(found.side, refused=trouble(error))
        try:
            said = json.loads(_told(system, reader))
        finally:
            # Where this fails, the second process does it.
            with suppress(Exception):
                within(system.limit, partial(backend.forget, task_id))
    if "error" in said:
        return KeptResult(found.side, error=str(said["error"]))
    return KeptResult(found.side, read=str(said["status"]), same=said["result"] == value)


def _store(backend: Any, task_id: str, value: str) -> None:
    expires = backend.expires
    if isinstance(expires, (int, float)):
        backend.expires = _KEPT
    try:
        backend.store_result(task_id, value, "SUCCESS")
    finally:
        backend.expires = expires


@contextmanager
def _reader(settings: Mapping[str, Any], task_id: str) -> Iterator[subprocess.Popen[bytes]]:
    """The second process. It gets the configuration by its standard input: secrets are in no command line."""
    command = [sys.executable, "-m", _READER]
    with subprocess.Popen(  # noqa: S603 - the command is ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    ) as process:
        try:
            assert process.stdin
            process.stdin.write(pickle.dumps((dict(settings), task_id)))
            yield process
        finally:
            process.kill()


def _heard(system: System, process: subprocess.Popen[bytes]) -> str:
    stdout = process.stdout
    assert stdout
    try:
        line = within(_START + system.limit, stdout.readline)
    except TimeoutError:
        raise NotChecked("the second process did not come up, or did not answer") from None
    if not line:
        raise NotChecked("the second process ended by itself")
    return line.decode()


def _told(system: System, process: subprocess.Popen[bytes]) -> str:
    assert process.stdin
    process.stdin.write(b"stored\n")
    return _heard(system, process)
