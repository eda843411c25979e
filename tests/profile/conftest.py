from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'p'\n")
    (tmp_path / "profiles").mkdir()
    monkeypatch.chdir(tmp_path)
    for variable in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "CELERYKIT_PROFILE"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path
