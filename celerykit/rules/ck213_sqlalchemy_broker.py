from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.urls import BROKERS, each
from celerykit.rules.words import assignment, unless


class SqlalchemyBroker(Rule):
    """The broker is a database, through SQLAlchemy.

    *Why*: kombu asks the tables once a second, never deletes a row of a task that is done, and carries no remote
    control: `celery inspect`, `revoke` and Flower reach no worker.
    A killed worker's tasks do not come back, and with SQLite two workers lock each other out.

    *Instead*: use RabbitMQ or Redis, as soon as more than a laptop runs it.
    """

    code = "CK213"
    name = "sqlalchemy-broker"
    severity = "warning"
    brokers = ("sqlalchemy",)
    message = (
        "{name} is a database: no remote control, a killed worker's tasks are lost, and done ones stay in "
        "kombu_message for ever{unless}"
    )
    fix = "{line}"
    symptoms = ("celery inspect: Error: No nodes replied within time constraint", "kombu_message grows without end")
    bad = """\
broker_url = "sqla+postgresql://db/shop"
"""
    good = """\
broker_url = "amqp://mq//"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.tests or project.embedded:
            return
        for setting, value, url in each(project, *BROKERS):
            if not url.startswith(("sqla+", "sqlalchemy+", "sqla://", "sqlalchemy://")):
                continue
            yield self.finding(
                value,
                subject=project.config.subject,
                said="tables for queues",
                severity="info" if value.variable else None,
                name=setting,
                unless=unless(value),
                line=assignment(project, setting, '"redis://localhost:6379/0"'),
            )
            return
