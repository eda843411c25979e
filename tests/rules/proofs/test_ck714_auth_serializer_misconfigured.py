from __future__ import annotations

import pytest
from celery.exceptions import ImproperlyConfigured
from kombu.exceptions import SerializerNotInstalled
from kombu.serialization import registry

from tests.rules.proofs.apps import client


def test_the_serializer_is_not_there_before_it_is_set_up() -> None:
    with (
        client(task_serializer="auth", accept_content=["auth"]) as app,
        pytest.raises(SerializerNotInstalled, match="auth"),
    ):
        app.send_task("proof.add")


@pytest.mark.parametrize(
    ("serializer", "content"), [("json", ["auth"]), ("auth", ["auth", "json"]), ("auth", ("auth",)), ("auth", {"auth"})]
)
def test_setting_it_up_wants_one_list_and_no_other(
    serializer: str, content: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What it switches off, it does for the whole process, and before it looks at the settings.
    monkeypatch.setattr(registry, "_disabled_content_types", set(registry._disabled_content_types))
    with (
        client(task_serializer=serializer, accept_content=content) as app,
        pytest.raises(ImproperlyConfigured, match="configure a special task serializer"),
    ):
        app.setup_security()
