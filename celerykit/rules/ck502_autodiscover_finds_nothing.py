from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Discovery, Project
from celerykit.rules.base import Rule
from celerykit.rules.setting_styles import listed


class AutodiscoverFindsNothing(Rule):
    """`autodiscover_tasks` is pointed at a package in which it finds nothing, though there are tasks.

    *Why*: for each package it imports the module `tasks` inside of it, or the one that `related_name` says, and goes no
    deeper.
    Where there is no such module it says nothing (celery/loaders/base.py, find_related_module).
    `autodiscover_tasks(["proj.tasks"])` looks for `proj.tasks.tasks`.

    *Instead*: name the package that holds the module, say `related_name`, or list the modules in `include`.
    """

    code = "CK502"
    name = "autodiscover-finds-nothing"
    severity = "error"
    message = "autodiscovery looks for {looked_for}, which is not there, and passes by the tasks in {modules}"
    fix = "{cure}"
    symptoms = ("Received unregistered task of type 'proj.tasks.mail.send'", "the worker lists no tasks at its start")
    bad = """\
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.autodiscover_tasks(["proj.tasks"])
# file: proj/tasks/__init__.py
# file: proj/tasks/mail.py
from proj.celery import app


@app.task
def send(): ...
"""
    good = bad.replace('["proj.tasks"]', '["proj.tasks"], related_name="mail"')

    def check(self, project: Project) -> Iterator[Finding]:
        if not project.imports_complete:
            return
        for discovery in project.discoveries:
            missed = [module for module in discovery.declared if module not in project.imported]
            if discovery.found is not False or not missed:
                continue
            yield self.finding(
                discovery.place,
                subject=project.app,
                said="nothing is found here",
                looked_for=_looked_for(discovery),
                modules=listed(missed),
                cure=_cure(discovery, missed),
            )


def _looked_for(discovery: Discovery) -> str:
    return f"{discovery.package}.{discovery.related}" if discovery.related else discovery.package


def _cure(discovery: Discovery, missed: list[str]) -> str:
    parent, _, last = discovery.package.rpartition(".")
    if parent and discovery.package in missed:
        return f'autodiscover_tasks(["{parent}"], related_name="{last}")'
    names = {module.removeprefix(f"{discovery.package}.") for module in missed}
    if len(names) == 1 and not any("." in name for name in names):
        return f'autodiscover_tasks(["{discovery.package}"], related_name="{names.pop()}")'
    return "include = [" + ", ".join(f'"{module}"' for module in missed) + "]"
