from __future__ import annotations

import os

import pytest
from celery.exceptions import SecurityError, SecurityWarning
from celery.platforms import check_privileges


@pytest.fixture(autouse=True)
def _as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("getuid", "geteuid", "getgid", "getegid"):
        monkeypatch.setattr(os, name, lambda: 0)
    monkeypatch.delenv("C_FORCE_ROOT", raising=False)


def test_a_worker_that_accepts_pickle_refuses_to_start() -> None:
    with pytest.raises(SecurityError, match="superuser privileges"):
        check_privileges(["pickle", "json"])


def test_unless_it_is_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("C_FORCE_ROOT", "1")
    with pytest.warns(SecurityWarning):
        check_privileges(["pickle", "json"])


def test_without_pickle_it_only_warns() -> None:
    with pytest.warns(SecurityWarning):
        check_privileges(["json"])
