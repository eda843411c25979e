from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Call, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.dead_routes import is_dead
from celerykit.rules.destinations import destinations
from celerykit.rules.routes import Route, is_misread, routes
from celerykit.rules.tasks_known import likely

# Each is a task of Celery's own, which calls the other one (celery/app/builtins.py).
_BUILT_IN = {"map": "celery.map", "starmap": "celery.starmap", "chunks": "celery.starmap"}
_ALWAYS = "so the route of {task} to {queue} is not used"
_IN_CANVAS = "which has the route of {task} to {queue} on its own, but not in a group, a chain or a chord"


class RouteMatchesNoTask(Rule):
    """A route names a task that does not exist.

    *Why*: Celery compares routes with the full names of tasks, and never says that one matches none.
    The task that was meant goes to the default queue, where perhaps no worker looks for it.
    `add.chunks(…)` is sent as a task of Celery's own, `celery.starmap`, to which the route of `add` does not apply;
    so are `add.map(…)` and `add.starmap(…)` in a group, a chain or a chord.

    *Instead*: write the name under which the worker lists the task at its start: module and function, `proj.tasks.add`,
    or what `name=` says.
    """

    code = "CK506"
    name = "route-matches-no-task"
    severity = "error"
    message = "no task is called {written}: the route is never used{meant}"
    fix = "{cure}"
    symptoms = (
        "the task goes to the default queue, not to the one of its route",
        "task_routes has no effect",
    )
    bad = """\
# file: proj/__init__.py
# file: proj/celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0", include=["proj.tasks"])
app.conf.task_routes = {"tasks.resize": {"queue": "images"}}
# file: proj/tasks.py
from proj.celery_app import app


@app.task
def resize(path):
    return path
"""
    good = bad.replace('"tasks.resize"', '"proj.tasks.resize"')

    def check(self, project: Project) -> Iterator[Finding]:
        found = routes(project)
        for route in found.all:
            if not is_misread(route) and is_dead(project, route):
                yield self._told(project, route)
        yield from self._passed_by(project)

    def _told(self, project: Project, route: Route) -> Finding:
        meant = likely(project, route.written) if route.kind == "name" else None
        if meant and routes(project).of(meant) is not None:
            meant = None
        place = next((task.place for task in project.tasks if meant and task.name == meant), None)
        sort = {"name": "called", "glob": "matched by the glob", "regex": "matched by the expression"}[route.kind]
        return self.finding(
            route.value,
            subject=project.config.subject,
            said="the route of no task",
            related=label(place, "the task that is meant"),
            severity="error" if route.kind == "name" else "warning",
            message=None if route.kind == "name" else "no task is " + sort + " {written}: the route is never used",
            written=route.written,
            meant=f", and {meant} has none" if meant else "",
            cure=f'write "{meant}"' if meant else "write the name under which the worker lists the task, or delete it",
        )

    def _passed_by(self, project: Project) -> Iterator[Finding]:
        """Calls that are sent under another name than that of the task that has the route."""
        calls = [call for call in project.calls if call.how in _BUILT_IN and "queue" not in call.options]
        found, sent = routes(project), {each.task: each for each in destinations(project) if each.by == "route"}
        for call in calls:
            route = sent.get(call.task)
            if route and call.task and found.of(_BUILT_IN[call.how]) is None:
                yield self._told_of_call(project, call, route.queue)

    def _told_of_call(self, project: Project, call: Call, queue: str) -> Finding:
        return self.finding(
            call.place,
            subject=project.app or project.config.subject,
            said="sent as a task of Celery's own",
            severity="info",
            message="{task}.{how}(…) is sent as {built_in}, " + (_ALWAYS if call.how == "chunks" else _IN_CANVAS),
            fix="{how}(…).{way}(queue={queue!r}), or a route for {built_in} too",
            way="apply_async" if call.how == "chunks" else "set",
            task=call.task,
            how=call.how,
            built_in=_BUILT_IN[call.how],
            queue=queue,
        )
