from __future__ import annotations

from tests.rules.proofs.apps import client


def test_the_one_for_all_has_the_last_word() -> None:
    annotations = {"*": {"rate_limit": "10/s"}, "proof.annotated": {"rate_limit": "1/s"}}
    with client(task_annotations=annotations) as app:

        @app.task(name="proof.annotated", shared=False)
        def annotated() -> None: ...

        @app.task(name="proof.decorated", shared=False, rate_limit="2/s")
        def decorated() -> None: ...

        app.finalize()
        assert app.tasks["proof.annotated"].rate_limit == "10/s"
        assert app.tasks["proof.decorated"].rate_limit == "10/s"
