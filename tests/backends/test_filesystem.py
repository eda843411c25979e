from __future__ import annotations

from celerykit.backends.filesystem import Filesystem
from celerykit.intents import Intents


def test_keeps_results_as_long_as_wished_and_beat_deletes_them() -> None:
    wanted = Intents(results="poll", keep_results=60)
    compiled, refused = Filesystem().compile(wanted, celery=(5, 7), url="file:///var/results")
    assert {item.path: item.value for item in compiled} == {("task_ignore_result",): False, ("result_expires",): 60}
    assert refused == []
    assert Filesystem().needs(wanted) != ()
