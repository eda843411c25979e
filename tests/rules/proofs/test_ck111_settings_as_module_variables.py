from __future__ import annotations

from tests.rules.proofs.apps import client


def test_an_attribute_of_the_app_is_no_setting() -> None:
    with client() as app:
        app.task_acks_late = True
        assert app.conf.task_acks_late is False
