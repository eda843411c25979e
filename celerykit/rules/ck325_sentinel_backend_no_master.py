from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.words import assignment, unless


class SentinelBackendNoMaster(Rule):
    """Results are kept behind Redis Sentinel, and nobody says which master.

    *Why*: sentinels know a master by its name, which results take from `result_backend_transport_options`.
    The `master_name` among the broker's options holds for the broker only.
    Without it no result is stored or read: `MasterNotFoundError: No master found for None`.

    *Instead*: `result_backend_transport_options = {"master_name": "mymaster"}`.
    """

    code = "CK325"
    name = "sentinel-backend-no-master"
    severity = "error"
    message = "results are kept behind Sentinel, but {name} has no master_name{besides}: {error}{unless}"
    fix = "{line}"
    symptoms = ("redis.sentinel.MasterNotFoundError: No master found for None",)
    bad = """\
broker_url = "sentinel://localhost:26379/0"
broker_transport_options = {"master_name": "mymaster"}
result_backend = "sentinel://localhost:26379/1"
"""
    good = bad + 'result_backend_transport_options = {"master_name": "mymaster"}\n'

    def check(self, project: Project) -> Iterator[Finding]:
        kept, options = backend(project), project.config["result_backend_transport_options"]
        master = key(options, "master_name")
        unseen = options.open or (options.unknown and not options.keys)
        # "sentinel::s1:26379" is no URL, and not the only thing that is missing.
        behind = kind_of(kept) == "sentinel" or (kept.known and str(kept.value).startswith("sentinel:"))
        if not behind or unseen or (master and (master.unknown or master.value)):
            return
        brokers = key(project.config["broker_transport_options"], "master_name")
        named = brokers.value if brokers and brokers.known and isinstance(brokers.value, str) else "mymaster"
        yield self.finding(
            master or (options if options.place else kept),
            subject=project.config.subject,
            said="no master is named",
            related=label(brokers, "the broker's holds for the broker only") if brokers else (),
            name="result_backend_transport_options",
            besides=", and the broker's does not count" if brokers else "",
            error="no result can be stored or read (MasterNotFoundError: No master found for None)",
            unless=unless(kept),
            line=assignment(project, "result_backend_transport_options", f'{{"master_name": "{named}"}}'),
        )
