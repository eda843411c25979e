from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import CLEANUP, length, scheduled_cleanups
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.words import assignment, named, unless
from celerykit.values.secrets import shown


class ResultExpiresZeroDatabase(Rule):
    """A database is cleaned up of results that have no time to live: of all of them.

    *Why*: 0 keeps beat from sending `celery.backend_cleanup` by itself.
    Where the program, or somebody by hand, sends it all the same, it deletes every row that is older than 0 seconds.
    With `None` it raises `TypeError`, and deletes none.

    *Instead*: say how long results are of use: `result_expires = 86400`.
    """

    code = "CK310"
    name = "result-expires-zero-database"
    severity = "error"
    backends = ("database",)
    message = "{cleanup} is sent, and with {name} = {value} it {does}{unless}"
    fix = "{line}"
    symptoms = (
        "all results are gone after celery.backend_cleanup",
        "TypeError: unsupported operand type(s) for -: 'datetime.datetime' and 'NoneType'",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "db+postgresql://localhost/results"
result_expires = 0
beat_schedule = {"clean": {"task": "celery.backend_cleanup", "schedule": 86400.0}}
"""
    good = bad.replace("result_expires = 0", "result_expires = 604800")

    def check(self, project: Project) -> Iterator[Finding]:
        expires, kept = project.config["result_expires"], backend(project)
        sent = next(scheduled_cleanups(project), None)
        if not expires.known or length(expires) != 0 or kind_of(kept) not in {"db", "database"}:
            return
        by_hand = sent is None
        if by_hand and (expires.value is None or project.tests):
            return
        yield self.finding(
            expires,
            subject=project.config.subject,
            said="no time to live",
            related=[*label(sent, "the cleaning is sent here"), *label(kept, "of these results")],
            severity="warning" if by_hand else None,
            message=_BY_HAND if by_hand else None,
            cleanup=CLEANUP,
            name=named(project, "result_expires"),
            value=shown(expires.value),
            does="raises TypeError and deletes nothing" if expires.value is None else "deletes every result",
            unless=unless(expires),
            line=assignment(project, "result_expires", "86400"),
        )


_BY_HAND = "{name} = {value} is no time to live: the first {cleanup} that somebody sends {does}{unless}"
