from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.engine.fixing import Fixes, plan_fixes, write
from celerykit.errors import UsageError
from celerykit.findings import Edit, Finding
from celerykit.values.places import Place


def renaming(root: Path, old: str, new: str, *, path: str = "celeryconfig.py") -> Finding:
    """A finding that renames each of the names at the first place where it stands in the file."""
    edits = []
    for before, after in zip(old.split(), new.split(), strict=True):
        for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1):
            if before in line:
                edits.append(Edit(Place(path, number, line.index(before) + 1), before, after))
                break
    return Finding("CK101", "unknown-setting", "error", "m", "f", edits[0].place, edits=tuple(edits))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "celeryconfig.py").write_text(
        "# settings\nbroker_url = 'redis://h/0'\n\ntask_ack_late  =  True  # after its end\nresult_expire = 60\n",
        encoding="utf-8",
    )
    return tmp_path


def after(fixes: Fixes, path: str = "celeryconfig.py") -> str:
    assert fixes.files is not None
    return fixes.files[path][1].decode()


def test_a_name_is_replaced_and_all_around_it_is_kept(root: Path) -> None:
    fixes = plan_fixes([renaming(root, "task_ack_late", "task_acks_late")], root)
    assert after(fixes) == (
        "# settings\nbroker_url = 'redis://h/0'\n\ntask_acks_late  =  True  # after its end\nresult_expire = 60\n"
    )
    assert len(fixes.done) == 1
    assert not fixes.refused


def test_nothing_is_written_before_it_is_asked_for(root: Path) -> None:
    before = (root / "celeryconfig.py").read_bytes()
    fixes = plan_fixes([renaming(root, "task_ack_late", "task_acks_late")], root)
    assert (root / "celeryconfig.py").read_bytes() == before
    write(fixes, root)
    assert (root / "celeryconfig.py").read_bytes() == after(fixes).encode()
    assert [path.name for path in root.iterdir()] == ["celeryconfig.py"]


def test_the_diff_shows_the_lines_that_change(root: Path) -> None:
    diff = plan_fixes([renaming(root, "task_ack_late", "task_acks_late")], root).diff()
    assert "--- celeryconfig.py\n+++ celeryconfig.py\n" in diff
    assert "-task_ack_late  =  True  # after its end\n+task_acks_late  =  True  # after its end\n" in diff


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app = Celery('p', task_ack_late=True)\n", "app = Celery('p', task_acks_late=True)\n"),
        ("app.conf.task_ack_late = True\n", "app.conf.task_acks_late = True\n"),
        ("app.conf['task_ack_late'] = True\n", "app.conf['task_acks_late'] = True\n"),
        ('app.conf.update({\n  r"""task_ack_late""": 1})\n', 'app.conf.update({\n  r"""task_acks_late""": 1})\n'),
        ("é = 'ü'; task_ack_late = 1\r\n", "é = 'ü'; task_acks_late = 1\r\n"),
        ("class C:\n\ttask_ack_late = 1\n", "class C:\n\ttask_acks_late = 1\n"),
    ],
)
def test_however_a_setting_is_written(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "a.py").write_bytes(text.encode())
    at = text[: text.index("task_ack_late")]
    start = at.rsplit("\n", 1)[-1].rstrip("\"'")
    column = len(start.removesuffix("r")) + 1 if '"""' in text else len(start) + 1
    edit = Edit(Place("a.py", at.count("\n") + 1, column), "task_ack_late", "task_acks_late")
    finding = Finding("CK101", "unknown-setting", "error", "m", "f", edit.place, edits=(edit,))
    assert after(plan_fixes([finding], tmp_path), "a.py") == expected


def test_a_name_that_is_used_elsewhere_is_left_alone(root: Path) -> None:
    (root / "web.py").write_text("from celeryconfig import task_ack_late\n")
    fixes = plan_fixes([renaming(root, "task_ack_late", "task_acks_late")], root)
    (refusal,) = fixes.refused
    assert refusal.reason == "task_ack_late is used elsewhere too: web.py:1"
    assert not fixes.files


def test_a_name_in_a_comment_is_no_use_of_it(root: Path) -> None:
    (root / "web.py").write_text("x = 1  # see task_ack_late\n")
    assert plan_fixes([renaming(root, "task_ack_late", "task_acks_late")], root).done


def test_the_edits_of_a_finding_are_made_together_or_not_at_all(root: Path) -> None:
    (root / "web.py").write_text("from celeryconfig import result_expire\n")
    both = renaming(root, "task_ack_late result_expire", "task_acks_late result_expires")
    alone = renaming(root, "task_ack_late", "task_acks_late")
    assert not plan_fixes([both], root).files
    fixes = plan_fixes([both, alone], root)
    assert (fixes.done, len(fixes.refused)) == ((alone,), 1)


def test_two_findings_about_one_name_are_one_edit(root: Path) -> None:
    finding = renaming(root, "task_ack_late", "task_acks_late")
    fixes = plan_fixes([finding, finding], root)
    assert after(fixes).count("task_acks_late") == 1
    assert len(fixes.done) == 2


def test_what_is_no_python_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("task_ack_late = true\n")
    finding = renaming(tmp_path, "task_ack_late", "task_acks_late", path="p.toml")
    assert plan_fixes([finding], tmp_path).refused[0].reason == "p.toml is not Python"


def test_a_name_that_is_not_there_is_told(root: Path) -> None:
    edit = Edit(Place("celeryconfig.py", 1, 1), "task_ack_late", "task_acks_late")
    finding = Finding("CK101", "unknown-setting", "error", "m", "f", edit.place, edits=(edit,))
    (refusal,) = plan_fixes([finding], root).refused
    assert refusal.reason.startswith("task_ack_late is used elsewhere too: celeryconfig.py:4")


def test_findings_without_edits_change_nothing(root: Path) -> None:
    assert plan_fixes([Finding("CK101", "n", "error", "m", "f")], root) == Fixes()


def test_a_file_that_changed_meanwhile_is_not_overwritten(root: Path) -> None:
    fixes = plan_fixes([renaming(root, "task_ack_late", "task_acks_late")], root)
    (root / "celeryconfig.py").write_text("task_ack_late = 1\n")
    with pytest.raises(UsageError, match="has changed"):
        write(fixes, root)
    assert (root / "celeryconfig.py").read_text() == "task_ack_late = 1\n"
    assert [path.name for path in root.iterdir()] == ["celeryconfig.py"]


def test_permissions_are_kept(root: Path) -> None:
    (root / "celeryconfig.py").chmod(0o640)
    write(plan_fixes([renaming(root, "task_ack_late", "task_acks_late")], root), root)
    assert (root / "celeryconfig.py").stat().st_mode & 0o777 == 0o640
