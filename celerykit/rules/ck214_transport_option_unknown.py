from __future__ import annotations

from collections.abc import Iterator

from celerykit.brokers.base import Broker
from celerykit.catalogue import OLD_NAMES, SETTINGS
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.transports import given, is_read, settled, where_it_belongs


class TransportOptionUnknown(Rule):
    """An option of the transport is one that this transport never reads.

    *Why*: kombu picks the names that it knows out of `broker_transport_options` and passes over the rest, without a
    word: a misspelt `visibility_timeout` is the default of an hour.
    Each transport has names of its own: RabbitMQ has no visibility timeout.
    Only `sqla+…` complains: there what kombu does not know goes to `create_engine`, which raises `TypeError`.

    *Instead*: the names that kombu reads, for the transport in force.
    """

    code = "CK214"
    name = "transport-option-unknown"
    severity = "warning"
    message = "{nobody} option {key}: it has no effect"
    fix = "{cure}"
    symptoms = ("broker_transport_options has no effect", "TypeError: Invalid argument(s) 'visibility_timeout' sent to")
    bad = """\
broker_url = "redis://localhost:6379/0"
broker_transport_options = {"visiblity_timeout": 7200}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
broker_transport_options = {"visibility_timeout": 7200}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        kind = settled(project)
        for name, value in given(project.config["broker_transport_options"]):
            if name in SETTINGS or name in OLD_NAMES or is_read(project, kind, name):
                continue  # a setting in here is what the rule transport-options-misplaced says
            cure = where_it_belongs(name, kind)
            if kind or cure:
                yield self._told(project, name, value, kind, cure)

    def _told(self, project: Project, name: str, value: Value, kind: Broker | None, cure: str) -> Finding:
        raises = kind is not None and kind.passes_options_on
        return self.finding(
            value,
            subject=project.config.subject,
            said="nobody reads this",
            related=label(project.config["broker_url"], "the transport in force") if kind else (),
            severity="error" if raises else None,
            message="create_engine takes no argument {key}: the first connection raises TypeError" if raises else None,
            nobody=f"{kind.title} reads no" if kind else "no transport reads an",
            key=name,
            cure=cure or f"delete it: it is no option of {kind.title if kind else 'any transport'}",
        )
