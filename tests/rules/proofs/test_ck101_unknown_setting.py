from __future__ import annotations

from tests.rules.proofs.apps import client


def test_celery_takes_a_name_that_it_does_not_know_and_keeps_its_default() -> None:
    with client(task_serialiser="yaml") as app:
        assert app.conf.task_serialiser == "yaml"
        assert app.conf.task_serializer == "json"
