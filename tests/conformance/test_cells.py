from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.conformance.behaviours import ALL, ROWS
from tests.conformance.cells import Cell, Found, Row, merged, read, write
from tests.conformance.pairs import BACKENDS, BROKERS

ROW = Row("round trip", "Results", "It comes back.", "pair")
KEPT = Cell("round trip", "redis", "rpc", "kept")
FOUND = Found([ROW], {"redis": "Redis"}, {"rpc": "rpc"}, {"celery": "5.7.0"}, [KEPT])


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write(FOUND, tmp_path / "deep" / "found.json")
    assert read(tmp_path / "deep" / "found.json") == FOUND


def test_nothing_is_found_where_nothing_was_measured(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") == Found()


def test_a_cell_takes_the_place_of_the_one_before() -> None:
    broken = replace(KEPT, outcome="broken", note="it did not")
    assert merged(FOUND, replace(FOUND, cells=[broken])).cells == [broken]


def test_cells_that_were_not_tried_again_stay() -> None:
    other = replace(KEPT, broker="memory")
    now = replace(FOUND, brokers={"redis": "Redis", "memory": "memory"}, cells=[other])
    assert merged(FOUND, now).cells == [KEPT, other]


def test_cells_of_what_is_no_longer_tried_go() -> None:
    assert merged(FOUND, replace(FOUND, rows=[replace(ROW, name="another")], cells=[])).cells == []


def test_versions_of_what_was_not_used_this_time_stay() -> None:
    assert merged(FOUND, replace(FOUND, versions={"kombu": "5.7.0"})).versions == {"celery": "5.7.0", "kombu": "5.7.0"}


def test_every_behaviour_has_a_name_of_its_own_and_a_promise() -> None:
    assert len({behaviour.name for behaviour in ALL}) == len(ALL)
    assert all(row.promise.endswith(".") for row in ROWS)


def test_the_docs_show_every_behaviour_on_every_broker_with_every_backend() -> None:
    found = read()
    assert list(found.rows) == list(ROWS)
    assert list(found.brokers) == [kind.name for kind in BROKERS]
    assert list(found.backends) == [kind.name for kind in BACKENDS]
    pairs = {
        (row.name, broker.name, backend.name)
        for row in ROWS
        for broker in BROKERS
        for backend in BACKENDS
        if row.depends == "pair" or backend.name == "redis"
    }
    assert {(cell.behaviour, cell.broker, cell.backend) for cell in found.cells} == pairs
