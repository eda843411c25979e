from __future__ import annotations

import pytest
from celery.exceptions import DuplicateTaskNameWarning

from tests.rules.proofs.apps import client


def test_the_first_one_is_run_for_both() -> None:
    with client() as app:

        @app.task(name="send", shared=False)
        def send_mail() -> str:
            return "mail"

        @app.task(name="send", shared=False)
        def send_letter() -> str:
            return "letter"

        with pytest.warns(DuplicateTaskNameWarning, match="The new callable was not registered"):
            app.finalize()
        assert app.tasks["send"].apply().get() == send_letter.apply().get() == "mail"
