"""What makes projects from all that stands below a folder."""

from __future__ import annotations

from pathlib import Path

from celerykit.reading import discovering
from celerykit.reading.apps import Apps
from celerykit.reading.assembling import Assembler
from celerykit.reading.celery_versions import pinned_for
from celerykit.reading.deployment import launches
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.own_decorators import decorated
from celerykit.reading.own_names import own_names
from celerykit.reading.variables import variables_read
from celerykit.reading.worker_commands import started_modules

__all__ = ["assembler_of"]


def assembler_of(folder: Path, names: Names, *more: Outline) -> Assembler:
    """The assembler of a folder, which has looked for apps, for decorators of the program's own, and for commands.

    more: outlines of modules besides those below the folder. Where one app alone is seen, `names` knows it from now on.
    """
    program = names.program
    outlines = list(dict.fromkeys((*discovering.relevant(folder, names), *more)))
    outlines += decorated(folder, tuple(outlines), names)
    apps = discovering.apps_in(outlines, Apps(names))
    if not apps:
        from celerykit.reading.implied_apps import implied_app  # seldom needed, and start-up is measured

        implied_app(outlines, names)
        apps = discovering.apps_in(outlines, Apps(names))
    names.only_app = discovering.only_one(apps)
    making = dict.fromkeys(app.module for app in apps)
    found = launches(folder, program)
    started = started_modules(found, names, making)
    celery = pinned_for(program.root, (app.module.file for app in apps))
    made = Assembler(names, outlines, apps, celery, started, found)
    made.own = own_names(folder, outlines, program)
    made.variables = variables_read(program.python_files(folder), program)
    return made
