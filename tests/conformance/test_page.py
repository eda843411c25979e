from __future__ import annotations

from pathlib import Path

from docs.generators import conformance as page
from tests.conformance.cells import Cell, Found, Row, write

ROWS = [
    Row("ETA", "Delays", "It runs once.", "broker"),
    Row("round trip", "Results", "It comes back.", "pair"),
]
FOUND = Found(
    ROWS,
    {"redis": "Redis", "memory": "Memory"},
    {"rpc": "rpc", "redis": "Redis", "sqlite": "SQLite"},
    {"celery": "5.7.0"},
    [
        Cell("ETA", "redis", "redis", "kept", "after <3> s"),
        Cell("ETA", "memory", "redis", "broken", "it ran twice"),
        Cell("round trip", "redis", "rpc", "refused", "no"),
        Cell("round trip", "redis", "redis", "kept"),
        Cell("round trip", "redis", "sqlite", "kept"),
        Cell("round trip", "memory", "rpc", "not applicable", "no"),
        Cell("round trip", "memory", "redis", "kept"),
    ],
)


def shown(folder: Path, found: Found = FOUND) -> list[str]:
    write(found, folder / "docs" / "measured" / "conformance.json")
    return page.files(folder)[folder / "docs" / "conformance.md"].splitlines()


def test_there_is_no_page_as_long_as_nothing_was_measured(tmp_path: Path) -> None:
    assert page.files(tmp_path) == {}


def test_in_short_one_sign_stands_for_a_broker(tmp_path: Path) -> None:
    assert "| ETA | ✓ | ✗ |" in shown(tmp_path)


def test_in_short_backends_are_counted_where_they_differ_and_left_out_where_there_was_nothing_to_try(
    tmp_path: Path,
) -> None:
    assert "| round trip | ✓\u00a02 ⊘\u00a01 | ✓ |" in shown(tmp_path)


def test_each_pair_has_its_cell_and_the_same_words_the_same_note(tmp_path: Path) -> None:
    lines = shown(tmp_path)
    assert "| round trip | **refused** [^3] | kept | kept |" in lines
    assert "| round trip | n/a [^3] | kept | not tried |" in lines
    assert lines[-1] == "[^3]: no"


def test_a_note_shows_its_signs_as_they_are(tmp_path: Path) -> None:
    assert r"[^1]: after \<3\> s" in shown(tmp_path)
