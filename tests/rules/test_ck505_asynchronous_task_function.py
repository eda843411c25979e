from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.build import deployed, found, known, only, process, task, unknown

SEND = replace(task("proj.send"), asynchronous=True)


def test_the_body_never_runs() -> None:
    finding = only("CK505", tasks=[SEND, task("proj.add")])
    assert finding.message == (
        "proj.send is an async def: Celery calls it and never awaits the coroutine, so its body never runs"
    )
    assert finding.fix == "def send(…): return asyncio.run(the_coroutine(…))"
    assert finding.severity == "error"


def test_several_are_one_mistake() -> None:
    finding = only("CK505", tasks=[SEND, replace(SEND, name="proj.bill")])
    assert finding.message.startswith("proj.send, proj.bill are async def: ")
    assert finding.message.endswith("so their bodies never run")


@pytest.mark.parametrize("pool", ["solo", "threads", "prefork"])
def test_no_pool_of_celerys_own_awaits(pool: str) -> None:
    only("CK505", tasks=[SEND], facts={"deployment": deployed(process("worker", pool=pool))}, worker_pool=pool)


def test_is_silent_about_plain_functions() -> None:
    assert found("CK505", tasks=[task("proj.add")]) == []


def test_is_silent_where_a_base_class_may_await() -> None:
    base = replace(SEND, options={"base": known("AsyncTask")})
    assert found("CK505", tasks=[base, replace(SEND, options_complete=False)]) == []


@pytest.mark.parametrize("pool", ["celery_aio_pool.pool:AsyncIOPool", "custom", unknown("pool()")])
def test_is_silent_where_a_pool_may_await(pool: Any) -> None:
    assert found("CK505", tasks=[SEND], worker_pool=pool) == []
    assert found("CK505", tasks=[SEND], facts={"deployment": deployed(process("worker", pool=pool))}) == []
