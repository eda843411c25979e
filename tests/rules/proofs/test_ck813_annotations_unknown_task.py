from __future__ import annotations

from tests.rules.proofs.apps import client


def test_a_pattern_is_the_name_of_no_task() -> None:
    with client(task_annotations={"proof.*": {"rate_limit": "1/s"}, "proof.exact": {"rate_limit": "2/s"}}) as app:

        @app.task(name="proof.add", shared=False)
        def add() -> None: ...

        @app.task(name="proof.exact", shared=False)
        def exact() -> None: ...

        app.finalize()
        assert app.tasks["proof.add"].rate_limit is None
        assert app.tasks["proof.exact"].rate_limit == "2/s"
