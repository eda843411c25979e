from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.options import transport_option
from celerykit.rules.urls import BROKERS, each
from celerykit.rules.words import assignment, unless


class SentinelBrokerNoMaster(Rule):
    """The broker is asked for at sentinels, but not by its name.

    *Why*: sentinels watch masters, each under a name, and kombu asks them for one.
    Without `master_name` the first connection raises `ValueError`.

    *Instead*: say the name that the sentinels' `sentinel monitor` has, in `broker_transport_options`.
    Sentinels that want a password get it by `sentinel_kwargs`.
    """

    code = "CK216"
    name = "sentinel-broker-no-master"
    severity = "error"
    brokers = ("sentinel",)
    message = (
        "{name} leads to sentinels, and no master_name says which master to ask for: "
        "the first connection raises ValueError{unless}"
    )
    fix = "{line}"
    symptoms = ("ValueError: 'master_name' transport option must be specified.",)
    bad = """\
broker_url = "sentinel://s1:26379;sentinel://s2:26379"
"""
    good = """\
broker_url = "sentinel://s1:26379;sentinel://s2:26379"
broker_transport_options = {"master_name": "mymaster"}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        master = transport_option(project, "master_name", None)
        if master.unknown or master.value:
            return
        for setting, value, url in each(project, *BROKERS):
            if url.startswith("sentinel://"):
                yield self.finding(
                    master if master.known else value,
                    subject=project.config.subject,
                    said="no name" if master.known else "asked for no master",
                    name=setting,
                    unless=unless(value),
                    line=assignment(project, "broker_transport_options", '{"master_name": "mymaster"}'),
                )
                return
