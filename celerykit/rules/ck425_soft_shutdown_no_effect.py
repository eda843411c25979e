from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.visibility import seconds
from celerykit.rules.words import number, unless

# Seconds that a worker needs after its last task: to put back what still runs, and to end.
_SPARE = 5
# Files that say the whole environment of a process, or where the rest of it is from; a Procfile does not.
_WHOLE = frozenset({"compose", "kubernetes", "systemd"})
# What a developer types is told to stop by Ctrl-C.
_BY_HAND = frozenset({"makefile", "script"})
_QUIT = frozenset({"SIGQUIT", "QUIT", "3"})


class SoftShutdownNoEffect(Rule):
    """A soft shutdown is set, but the worker never begins one, or is killed before it ends.

    *Why*: SIGTERM, which Kubernetes, Docker and systemd send, starts a warm shutdown: the worker waits for its tasks
    without limit, until it is killed.
    Only SIGQUIT starts the soft one, or SIGTERM where the environment says `REMAP_SIGTERM=SIGQUIT`
    (celery/apps/worker.py).
    A shell between the platform and the worker keeps the signal to itself.
    And after `worker_soft_shutdown_timeout` the worker needs some seconds to put back what still runs: killed before,
    early acknowledged tasks are lost, and late ones run again, some that had ended among them.

    *Instead*: `REMAP_SIGTERM=SIGQUIT` in the environment of the worker, `exec` before the command in a shell, and a
    grace of five seconds more than the timeout.
    """

    code = "CK425"
    name = "soft-shutdown-no-effect"
    severity = "warning"
    since = "5.5"
    message = "worker_soft_shutdown_timeout is {timeout} s, but {reason}{unless}"
    fix = "{cure}"
    symptoms = (
        "a deployment kills tasks that run, though worker_soft_shutdown_timeout is set",
        "the worker ends with exit code 137 at each deployment",
    )
    bad = """\
# file: compose.yaml
services:
  worker:
    command: celery -A proj worker
    stop_grace_period: 30s
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.worker_soft_shutdown_timeout = 20
"""
    good = bad.replace("30s", "30s\n    environment: [REMAP_SIGTERM=SIGQUIT]")

    def check(self, project: Project) -> Iterator[Finding]:
        timeout = project.config["worker_soft_shutdown_timeout"]
        length = seconds(timeout)
        if not timeout.known or not length or length < 0:
            return
        # Who says it in one place knows of it: where it is missing is a laptop's file.
        known = any(_asks(each.environment, each.stop_signal) for each in project.deployment.workers)
        known = known or any(_asks(image.environment) for image in project.deployment.images)
        for worker in project.deployment.workers:
            found = _reason(worker, known, length)
            if found and worker.where not in _BY_HAND:
                reason, cure = found
                yield self.finding(
                    timeout,
                    subject=project.app or project.config.subject,
                    said="never begins" if "REMAP" in cure or "exec" in cure else "cut short",
                    related=label(worker.place, "the worker is started here"),
                    timeout=number(length),
                    reason=reason,
                    cure=cure,
                    unless=unless(timeout),
                )
                return


def _asks(environment: Mapping[str, Value], *signals: Value) -> bool:
    """Whether a worker is told to stop by what starts a soft shutdown, or may be."""
    said = [value for value in (environment.get("REMAP_SIGTERM"), *signals) if value]
    return any(value.unknown or str(value.value).upper() in _QUIT for value in said)


def _reason(worker: Process, known: bool, timeout: float) -> tuple[str, str] | None:
    """Why a worker does not do it, and the cure; None where it does, or may do."""
    named = f" {worker.name}" if worker.name else ""
    if worker.under_shell:
        shell = f"the shell that starts worker{named} keeps SIGTERM to itself: it is killed without a shutdown"
        return shell, "exec celery … in that command, so that the shell is gone"
    if not known and worker.environment_complete and worker.where in _WHOLE:
        warm = f"worker{named} is told to stop by SIGTERM, which starts no soft shutdown: it waits until it is killed"
        return warm, "REMAP_SIGTERM=SIGQUIT in the environment of the worker"
    grace = seconds(worker.grace)
    if grace and grace < timeout + _SPARE:
        killed = (
            f"worker{named} is killed {number(grace)} s after it was told to stop: "
            f"it needs {_SPARE} s more than the timeout to put back what runs"
        )
        return killed, f"give it a grace of {number(timeout + _SPARE)} s"
    return None
