"""Notes are whole lines, whoever writes them and dies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.chaos.journal import lines, note
from tests.workers import celery_environment

ROOT = Path(__file__).parents[2]


def test_a_note_is_read_as_its_time_and_its_words(tmp_path: Path) -> None:
    note(tmp_path / "notes", "accepted", "task-1", 0.5)
    note(tmp_path / "notes", "accepted", "task-2", 0.5)
    (first, *words), (second, *_) = lines(tmp_path / "notes")
    assert words == ["accepted", "task-1", "0.5"]
    assert 0 < float(first) <= float(second)


def test_nothing_is_read_where_nobody_wrote(tmp_path: Path) -> None:
    assert lines(tmp_path / "notes") == []


def test_a_line_that_is_still_being_written_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("1.0 started task-1 7\n2.0 finis")
    assert lines(tmp_path / "notes") == [["1.0", "started", "task-1", "7"]]


def test_processes_that_write_at_once_do_not_mix_their_lines(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.chaos.journal import note\n"
        "for n in range(300): note(Path(sys.argv[1]), 'by', sys.argv[2] * 50, n)"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "notes"), who], cwd=ROOT, env=celery_environment())
        for who in "abcd"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    written = {(words[2][0], words[3]) for words in lines(tmp_path / "notes") if len(set(words[2])) == 1}
    assert len(written) == 1200
