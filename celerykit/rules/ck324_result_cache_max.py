from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.words import assignment, named, unless
from celerykit.values.secrets import shown


class ResultCacheMax(Rule):
    """A limit on the results that a client remembers, where one on those that are stored may be meant.

    *Why*: `result_cache_max` is how many results a process that reads them keeps in its memory, so as not to ask for
    them twice.
    How many are stored, and how long, it does not say.

    *Instead*: `result_expires` says how long results are stored.
    """

    code = "CK324"
    name = "result-cache-max"
    severity = "info"
    message = "{name} = {value} is how many results a client remembers, not how many are stored{unless}"
    fix = "to limit what is stored: {line}"
    symptoms = ("the result backend holds more results than result_cache_max",)
    bad = """\
result_backend = "redis://localhost:6379/1"
result_cache_max = 100
"""
    good = """\
result_backend = "redis://localhost:6379/1"
result_expires = 3600
"""

    def check(self, project: Project) -> Iterator[Finding]:
        most = project.config["result_cache_max"]
        number = most.known and isinstance(most.value, int) and not isinstance(most.value, bool) and most.value > 0
        # Who says how long results are stored knows the difference; who reads some may want them remembered.
        if not number or project.config.written("result_expires") or project.reads:
            return
        yield self.finding(
            most,
            subject=project.config.subject,
            said="of each client",
            name=named(project, "result_cache_max"),
            value=shown(most.value),
            unless=unless(most),
            line=assignment(project, "result_expires", "3600"),
        )
