from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.behaviour import Behaviour, DoesNotApply, NotKept, expect
from tests.conformance.cells import Cell
from tests.conformance.lab import Lab
from tests.conformance.pairs import BACKENDS, BROKERS, Pair, by_name
from tests.conformance.supply import Servers
from tests.conformance.trying import try_all


def tried(folder: Path, attempt: Callable[[Lab], str | None], **more: object) -> Cell:
    """The cell of a behaviour with a worker of its own, where no worker is needed."""
    found: list[Cell] = []
    lab = Lab(Pair(by_name(BROKERS, "sqlalchemy"), by_name(BACKENDS, "sqlite")), Servers(), folder)
    try_all(lab, [Behaviour("a promise", attempt, own=True, **more)], found.append)  # type: ignore[arg-type]
    (cell,) = found
    return cell


def raises(error: Exception) -> Callable[[Lab], None]:
    def attempt(_: Lab) -> None:
        raise error

    return attempt


def test_what_was_seen_to_hold_is_kept_with_its_note(tmp_path: Path) -> None:
    cell = tried(tmp_path, lambda _: "after 3 s")
    assert (cell.outcome, cell.note, cell.broker, cell.backend) == ("kept", "after 3 s", "sqlalchemy", "sqlite")


def test_what_was_not_is_broken_with_what_was_seen(tmp_path: Path) -> None:
    cell = tried(tmp_path, raises(NotKept("it ran twice")))
    assert (cell.outcome, cell.note) == ("broken", "it ran twice")


def test_an_error_is_a_cell_and_names_itself_without_secrets_and_paths(tmp_path: Path) -> None:
    cell = tried(tmp_path, raises(OSError("no redis://:hunter2@host/0 in /tmp/somewhere/x")))
    assert cell.outcome == "broken"
    assert cell.note.startswith("OSError: no redis://")
    assert "hunter2" not in cell.note
    assert "somewhere" not in cell.note


def test_a_wish_that_celerykit_refuses_is_refused_in_its_words(tmp_path: Path) -> None:
    cell = tried(tmp_path, lambda _: None, wants={"priorities": ["low", "high"]})
    assert cell.outcome == "refused"
    assert "has no priorities" in cell.note
    assert "fix: " in cell.note


def test_what_did_not_hold_as_was_said_at_load_is_refused(tmp_path: Path) -> None:
    cell = tried(tmp_path, lambda _: expect(False, "it ran", "it will run"))
    assert (cell.outcome, cell.note) == ("refused", "it ran; at load celerykit says: it will run")


def test_what_held_is_kept_whatever_was_said_at_load(tmp_path: Path) -> None:
    assert tried(tmp_path, lambda _: expect(True, "it ran", "it will run")).outcome == "kept"


def test_what_does_not_apply_says_why(tmp_path: Path) -> None:
    cell = tried(tmp_path, raises(DoesNotApply("there is no server")))
    assert (cell.outcome, cell.note) == ("not applicable", "there is no server")


def test_one_that_takes_too_long_is_broken(tmp_path: Path) -> None:
    from threading import Event

    never = Event()
    cell = tried(tmp_path, lambda _: str(never.wait(30)), limit=0.1)
    assert (cell.outcome, cell.note) == ("broken", "not over after 0.1 s")
    never.set()


@pytest.mark.parametrize("name", ["redsi", ""])
def test_a_name_of_none_is_an_error_that_lists_them(name: str) -> None:
    with pytest.raises(LookupError, match="redis, redis-tls"):
        by_name(BROKERS, name)
