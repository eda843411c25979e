from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.options import transport_option
from celerykit.rules.words import assignment


class FilesystemBrokerFoldersDiffer(Rule):
    """The filesystem broker writes messages to one folder and reads them from another.

    *Why*: what is sent goes to `data_folder_out`, and a worker looks in `data_folder_in`.
    With one configuration for both, they never meet unless both name the same folder, and kombu's defaults,
    `data_out` and `data_in`, do not.

    *Instead*: name one folder for both, that exists.
    Two programs that each have a configuration of their own, the one's out the other's in, are another matter:
    silence the rule there.
    """

    code = "CK212"
    name = "filesystem-broker-folders-differ"
    severity = "error"
    brokers = ("filesystem",)
    message = "messages are written to {written} and read from {read}: no worker of this configuration gets any"
    fix = "{line}"
    symptoms = ("the task is sent, and the worker does nothing", "files pile up in data_out")
    bad = """\
broker_url = "filesystem://"
broker_transport_options = {"data_folder_in": "queue/in", "data_folder_out": "queue/out"}
"""
    good = """\
broker_url = "filesystem://"
broker_transport_options = {"data_folder_in": "queue", "data_folder_out": "queue"}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        # kombu/transport/filesystem.py, Channel.data_folder_in and data_folder_out.
        read = transport_option(project, "data_folder_in", "data_in")
        written = transport_option(project, "data_folder_out", "data_out")
        folders = (read.value, written.value)
        if not (read.decided and written.decided) or not all(isinstance(folder, str) for folder in folders):
            return
        if folders[0].rstrip("/") == folders[1].rstrip("/"):
            return
        one = read if read.known else written
        line = f'{{"data_folder_in": "{one.value}", "data_folder_out": "{one.value}"}}'
        yield self.finding(
            one if one.known else project.config["broker_url"],
            subject=project.config.subject,
            said="no message comes here" if read.known else "nothing is read from here",
            related=label(written, "messages go here") if read.known and written.known else (),
            written=written.value,
            read=read.value,
            line=assignment(project, "broker_transport_options", line),
        )
