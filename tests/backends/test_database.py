from __future__ import annotations

from celerykit.backends.database import Database
from celerykit.intents import Intents

WANTED = Intents(results="poll", keep_results=86400)


def compiled(url: str) -> dict[tuple[str, ...], object]:
    found, refused = Database().compile(WANTED, celery=(5, 7), url=url)
    assert refused == []
    return {item.path: item.value for item in found}


def test_keeps_results_as_long_as_wished() -> None:
    values = compiled("db+postgresql://localhost/app")
    assert values == {("task_ignore_result",): False, ("result_expires",): 86400}


def test_lets_several_processes_write_to_sqlite() -> None:
    values = compiled("db+sqlite:///results.sqlite3")
    assert values[("database_engine_options", "plugins")] == ["celerykit"]
    assert ("database_engine_options", "plugins") in Database.needs_celerykit


def test_says_that_beat_must_clean_up() -> None:
    (need,) = Database().needs(WANTED)
    assert "beat" in need


def test_needs_no_beat_where_nobody_said_how_long() -> None:
    assert Database().needs(Intents(results="poll")) == ()
