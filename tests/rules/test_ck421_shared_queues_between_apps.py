from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Project
from tests.rules.build import compared, deployed, env, judged, process, project, task, unknown

REDIS = "redis://shared:6379/0"


def named(name: str, url: Any = REDIS, **words: Any) -> Project:
    made = project(broker_url=url, **words)
    return replace(made, config=replace(made.config, subject=name))


def between(one: Project, other: Project) -> list[Finding]:
    return compared("CK421", one, other)


def test_two_stages_run_the_tasks_of_each_other() -> None:
    [finding] = between(named("prod.py"), named("staging.py"))
    assert finding.severity == "error"
    assert finding.message == (
        "prod.py and staging.py both read queue 'celery' of the broker at shared: each takes tasks of the other, "
        "and runs them in the wrong place"
    )
    assert finding.fix == 'task_default_queue = "prod" in prod.py, or a database or virtual host of its own'
    assert (finding.label, finding.related[0].text) == ("one reads it here", "and the other here")


def test_two_apps_throw_away_the_tasks_of_each_other() -> None:
    shop = named("a.py", app="shop:app", tasks=[task("shop.add")])
    mail = named("b.py", app="mail:app", tasks=[task("mail.send")])
    [finding] = between(shop, mail)
    assert finding.message.startswith("shop:app and mail:app both read queue 'celery'")
    assert finding.message.endswith("and throws away those that it does not know")


def test_queues_of_workers_count() -> None:
    def reading(name: str, *queues: str) -> Project:
        return named(name, facts={"deployment": deployed(process(queues=list(queues)))})

    [finding] = between(reading("prod.py", "a", "b"), reading("dev.py", "b"))
    assert "queue 'b'" in finding.message
    assert between(reading("prod.py", "a"), reading("dev.py", "b")) == []


def test_no_password_is_shown() -> None:
    [finding] = between(named("prod.py", "amqp://u:hidden@mq/v"), named("staging.py", "amqp://u:hidden@mq/v"))
    assert "hidden" not in finding.message + finding.fix


@pytest.mark.parametrize(
    "other",
    [
        named("staging.py", "redis://shared:6379/1"),
        named("staging.py", "redis://other:6379/0"),
        named("staging.py", unknown("URL")),
        named("staging.py", task_default_queue="staging"),
        named("staging.py", task_default_queue=unknown("QUEUE")),
        named("staging.py", task_queues=unknown("queues()")),
        named("staging.py", broker_transport_options={"global_keyprefix": "staging:"}),
        named("staging.py", broker_transport_options={"global_keyprefix": unknown("PREFIX")}),
        named("worker.py"),
        named("production.py"),
    ],
)
def test_is_silent_where_they_share_nothing_or_are_one_program(other: Project) -> None:
    assert between(named("prod.py"), other) == []


def test_is_silent_about_a_sender_and_its_worker() -> None:
    sender = named("web.py", app="web:app")
    worker = named("worker.py", app="worker:app", tasks=[task("worker.add")])
    same = named("b.py", app="b:app", tasks=[task("worker.add"), task("b.add")])
    assert between(sender, worker) == []
    assert between(worker, same) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("amqp://mq/prod", "amqp://mq/staging"), ("memory://", "memory://"), ("sqs://", "sqs://other@")],
)
def test_is_silent_about_brokers_that_keep_them_apart(one: str, other: str) -> None:
    assert between(named("prod.py", one), named("staging.py", other)) == []


def test_one_alone_is_never_wrong() -> None:
    assert judged("CK421", named("prod.py")) == []


def test_says_which_variable_may_change_it() -> None:
    [finding] = between(named("prod.py", env("PROD_URL", REDIS)), named("staging.py"))
    assert finding.message.endswith(", unless PROD_URL is set")
