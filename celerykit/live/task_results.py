"""What the result store keeps of one task. A result itself is neither shown nor, where it is pickled, opened."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.settings import setting
from celerykit.live.stores import store
from celerykit.live.system import System
from celerykit.live.task_facts import Fact, Kind, moment
from celerykit.live.troubles import trouble

__all__ = ["kept_result"]

# What its state says of a task; any other that it goes on.
_KINDS: Mapping[str, Kind] = {"SUCCESS": "finished", "FAILURE": "finished", "REVOKED": "revoked"}
# What a state, or the class of an error, does not say by itself.
_MEANINGS = {
    "REVOKED": ": it was revoked, or had expired before a worker took it",
    "NotRegistered": ": a worker that does not know it has discarded it",
    "WorkerLostError": ": the process that ran it was killed",
}
# To open a pickle is to run what it says.
_PLAIN = ("json", "yaml", "msgpack")


def kept_result(system: System, task_id: str) -> Fact | None:
    """What is kept of the task; None where nothing is. Raises NotChecked where that cannot be told."""
    found = system.once(store)
    if found.name == "rpc":
        raise NotChecked("results go by rpc into a queue of the sender, who alone can read them")
    try:
        if found.name == "database":
            meta, until = _row(found.backend, task_id), None
        elif hasattr(found.backend, "get_key_for_task"):
            meta, until = _value(system, found.backend, task_id)
        else:
            raise NotChecked("in a store of this kind, nothing is looked for")
    except NotChecked:
        raise
    except Exception as error:
        raise NotChecked(f"{found.side.thing}: {trouble(error).words}") from None
    return _fact(meta, until) if meta is not None else None


def _value(system: System, backend: Any, task_id: str) -> tuple[Mapping[str, Any] | None, float | None]:
    """What stands under the task's key, and until when Redis keeps it."""
    key = backend.get_key_for_task(task_id)
    payload = backend.get(key)
    if payload is None:
        return None, None
    client: Any = getattr(backend, "client", None)
    left = client.ttl(key) if hasattr(client, "ttl") else 0
    until = time.time() + left if left > 0 else None
    if str(setting(system.project, "result_serializer")) not in _PLAIN:
        return {}, until
    meta: Mapping[str, Any] = backend.decode(payload)
    return meta, until


def _row(backend: Any, task_id: str) -> Mapping[str, Any] | None:
    """Its row, without what is pickled in it. Through no session of the backend's: that would make the tables."""
    table = backend.task_cls.__table__
    wanted = [table.c[name] for name in ("status", "date_done", "name", "worker", "queue") if name in table.c]
    question = table.select().with_only_columns(*wanted).where(table.c.task_id == task_id)
    with backend.session_manager.get_engine(backend.url, **backend.engine_options).connect() as connection:
        # The first worker or client that needs it makes it.
        if not connection.dialect.has_table(connection, table.name, schema=table.schema):
            return None
        row = connection.execute(question).first()
    return None if row is None else row._mapping


def _fact(meta: Mapping[str, Any], until: float | None) -> Fact:
    state = str(meta.get("status") or "kept in a form that is not opened")
    said = {
        "state": state,
        "error": _error(meta),
        "task": meta.get("name"),
        "worker": meta.get("worker"),
        "queue": meta.get("queue"),
        "date_done": str(meta["date_done"])[:19].replace("T", " ") + " UTC" if meta.get("date_done") else None,
        "until": moment(until) if until else None,
    }
    about = {name: str(value) for name, value in said.items() if value}
    text = f"its state is {state}" if "status" in meta else f"a result is {state}"
    forms = (
        ("error", " ({})"),
        ("task", ", of {}"),
        ("worker", ", by {}"),
        ("date_done", ", since {}"),
        ("until", ", kept until {}"),
    )
    text += "".join(form.format(about[name]) for name, form in forms if name in about)
    text += _MEANINGS.get(state) or _MEANINGS.get(about.get("error", ""), "")
    return Fact(_KINDS.get(state, "unfinished") if "status" in meta else "finished", text, about)


def _error(meta: Mapping[str, Any]) -> str | None:
    """The class of the exception: what it says may be a secret."""
    result = meta.get("result")
    return (
        str(result.get("exc_type") or "") if meta.get("status") == "FAILURE" and isinstance(result, Mapping) else None
    )
