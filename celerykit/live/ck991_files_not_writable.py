from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.local_files import local_files, obstacle
from celerykit.live.system import System


class FilesNotWritable(LiveCheck):
    """A worker or a beat of this machine cannot write one of its files.

    *Why*: the files of process id, log, state and schedule are opened when a command starts: where the folder is
    missing, or a file is left by another user (often root, who started it once), it exits. Looked at are commands that
    people start by hand here, from a Makefile, a Procfile, a script: what compose, systemd or Kubernetes starts runs
    as another user, or on another machine.

    *Instead*: make the folder, give the file to the user who runs the command, or name another place.
    """

    code = "CK991"
    name = "files-not-writable"
    severity = "warning"
    message = "{what} of the {command} ({where}) cannot be written: {obstacle}"
    fix = "make the folder, or give what is there to the user who runs the command, or name another place by --{what}"
    asks = "this machine: whether files and folders are there, and open to this user"
    symptoms = (
        "PermissionError: [Errno 13] Permission denied: 'celerybeat-schedule'",
        "FileNotFoundError: [Errno 2] No such file or directory: '/var/run/celery/worker.pid'",
    )

    def check(self, system: System) -> Iterator[Finding]:
        here = Thing("machine", "this one")
        for file in local_files(system.project):
            if found := obstacle(file.path):
                yield self.at(here, what=file.what, command=file.command, where=file.where, obstacle=found)
