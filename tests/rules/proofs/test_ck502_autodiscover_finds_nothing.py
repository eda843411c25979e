from __future__ import annotations

from pathlib import Path

import pytest
from celery.loaders.base import find_related_module


def test_a_module_that_is_not_there_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = tmp_path / "ck502_proof" / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "mail.py").write_text("raise AssertionError('it was imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find_related_module("ck502_proof.tasks", "tasks") is None
    with pytest.raises(AssertionError, match="it was imported"):
        find_related_module("ck502_proof.tasks", "mail")
