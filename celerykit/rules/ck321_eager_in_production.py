from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.stages import stage_of
from celerykit.rules.words import assignment, named, unless
from celerykit.values.secrets import shown


class EagerInProduction(Rule):
    """Tasks run in the process that calls them; none is ever sent to a worker.

    *Why*: `task_always_eager` is for tests.
    `delay()` and `apply_async()` then run the task at once and wait for it: a request takes as long as its tasks do,
    `countdown`, `eta`, queues and rate limits are of no account, and a retry follows at once.
    `send_task()` sends all the same.
    A text switches it on too, `"False"` among them.

    *Instead*: leave it out, and set it in the settings of the tests only.
    """

    code = "CK321"
    name = "eager-in-production"
    severity = "error"
    message = "{name} = {value}{text}: tasks run in the process that calls them, and workers get none{unless}"
    fix = "{line}"
    symptoms = (
        "the worker is idle, and tasks run in the web server",
        "delay() blocks until the task is done",
        "countdown and eta have no effect",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_always_eager = True
"""
    good = """\
broker_url = "redis://localhost:6379/0"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        eager = project.config["task_always_eager"]
        if not eager.known or not eager.value or project.tests or project.embedded or stage_of(project, eager):
            return
        workers = project.deployment.workers
        yield self.finding(
            eager,
            subject=project.config.subject,
            said="nothing is sent",
            related=label(workers[0].place, "this worker gets nothing") if workers else (),
            severity="warning" if _is_switched(eager) else None,
            name=named(project, "task_always_eager"),
            value=shown(eager.value),
            text=", a text, which is true" if isinstance(eager.value, str) else "",
            unless=unless(eager).replace("is set", "is set to an empty text")
            if isinstance(eager.value, str)
            else unless(eager),
            line=assignment(project, "task_always_eager", "False"),
        )


def _is_switched(value: Value) -> bool:
    """Whether it is the default of a variable that can switch it off: every text but an empty one is on."""
    return bool(value.variable) and not isinstance(value.value, str)
