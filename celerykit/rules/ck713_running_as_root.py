from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.content import reads_pickle
from celerykit.rules.superuser import image_as_root, worker_as_root


class RunningAsRoot(Rule):
    """The worker runs as root.

    *Why*: what a task can be brought to do, it then does as root: a hole in one library is the whole machine's, or the
    whole container's.
    With pickle accepted, each message is a program that runs as root; Celery refuses to start so (`SecurityError`)
    unless `C_FORCE_ROOT` is set, which sets nothing right.

    *Instead*: a user of its own: `USER` in the Dockerfile, `User=` in the unit, `user:` in the compose file.
    A Dockerfile without `USER` is only noted, as its base image, or its entry point, may have one.
    """

    code = "CK713"
    name = "running-as-root"
    severity = "warning"
    message = "{what}: {consequence}"
    fix = "{cure}"
    symptoms = (
        "SecurityWarning: You're running the worker with superuser privileges: this is absolutely not recommended!",
        "Running a worker with superuser privileges when the worker accepts messages serialized with pickle",
    )
    bad = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://redis:6379/0")
# file: Dockerfile
FROM python:3.12-slim
COPY . /srv
CMD ["celery", "-A", "proj", "worker"]
"""
    good = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://redis:6379/0")
# file: Dockerfile
FROM python:3.12-slim
COPY . /srv
USER nobody
CMD ["celery", "-A", "proj", "worker"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        pickled, workers = reads_pickle(project), project.deployment.workers
        found = next((said for worker in workers if (said := worker_as_root(project, worker))), None)
        if found is None and pickled and not workers:
            found = next((said for image in project.deployment.images if (said := image_as_root(image))), None)
        if found is None:
            return
        yield self.finding(
            found.place,
            subject=project.config.subject,
            said="as root",
            related=label(pickled, "each message is a program"),
            severity="error" if pickled else found.severity,
            what=found.what,
            consequence="and pickle is accepted, so that each message runs any code as root"
            if pickled
            else "what a task can be brought to do, it does as root",
            cure=found.cure,
        )
