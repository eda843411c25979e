from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.kept_results import kept_result
from celerykit.live.settings import results_side
from celerykit.live.system import System


class ResultNotKept(LiveCheck):
    """A result that one process stores cannot be read by another.

    *Why*: a worker stores it, and a web process reads it. A store in memory (`cache+memory://`, SQLite without a file)
    is another one in each process: the state is PENDING for ever. A store that refuses what is written (a replica, a
    Redis that is full, a user without the right) turns a finished task into a FAILURE, or leaves it PENDING.

    *Instead*: a store that all processes reach: Redis, a database. This is tried with `--write` only: a result under a
    random id, for a minute, which is removed at once.
    """

    code = "CK950"
    name = "result-not-kept"
    severity = "error"
    message = "a result that one process stores is not there for another, which reads the state {state}"
    fix = "take a store that all processes share, as redis://… or db+postgresql+psycopg://…, in result_backend"
    asks = "with `--write` only: a result is stored for a minute, read by a second process, and removed"
    symptoms = ("AsyncResult.state is PENDING for ever", "celery.exceptions.BackendStoreError")

    def check(self, system: System) -> Iterator[Finding]:
        if system.once(results_side) is None:
            return
        kept = kept_result(system)
        if kept.refused:
            yield self.at(kept.side, message=_REFUSED, fix=_LET, words=kept.refused.words)
        elif kept.error:
            yield self.at(kept.side, message=_UNREADABLE, fix=_READ, error=kept.error)
        elif not kept.same:
            yield self.at(kept.side, state=kept.read)


_REFUSED = "a result cannot be stored: {words}"
_LET = "see why the server refuses what is written, and let this user write"
_UNREADABLE = "a result that one process stores cannot be read by another: {error}"
_READ = "see that result_serializer is in result_accept_content, and that accept_content has it"
