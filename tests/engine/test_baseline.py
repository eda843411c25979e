from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from celerykit.engine.baseline import read, written
from celerykit.errors import UsageError
from celerykit.findings import Finding
from tests.reporters.sample import FINDING, lines

OTHER = replace(FINDING, code="CK402", rule="acks-late-without-reject")


def kept(tmp_path: Path, *findings: Finding) -> Path:
    path = tmp_path / "baseline.json"
    path.write_text(written(findings, lines))
    return path


def test_what_was_there_is_left_out_and_what_is_new_is_not(tmp_path: Path) -> None:
    assert read(kept(tmp_path, FINDING)).without([FINDING, OTHER], lines) == ([OTHER], 0)


def test_one_more_of_the_same_is_new(tmp_path: Path) -> None:
    assert read(kept(tmp_path, FINDING)).without([FINDING, FINDING], lines) == ([FINDING], 0)


def test_what_is_gone_is_counted(tmp_path: Path) -> None:
    assert read(kept(tmp_path, FINDING, OTHER)).without([OTHER], lines) == ([], 1)


def test_the_file_changes_with_its_findings_alone(tmp_path: Path) -> None:
    assert written([FINDING, OTHER], lines) == written([OTHER, FINDING], lines)
    entry = json.loads(written([FINDING], lines))["findings"][0]
    assert entry.keys() == {"code", "rule", "path", "fingerprint"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "1",
        '{"findings": 1, "schema_version": 1}',
        '{"findings": [{}], "schema_version": 1}',
        "[" * 5000,
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text)
    with pytest.raises(UsageError, match="is no baseline: --write-baseline makes one"):
        read(path)


def test_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no baseline"):
        read(tmp_path / "b.json")


def test_one_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text('{"schema_version": 2, "findings": []}')
    with pytest.raises(UsageError, match="is of version 2"):
        read(path)
