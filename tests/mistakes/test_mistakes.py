"""Mistakes that people made in public, each as the least that shows it, and what looks like one and is none.

The pages beside this file hold them: a heading, where it happened, the files, and what is found or must not be.

- `finds:` rules that must be among the findings. `not:` rules that must not. `finds nothing`: no finding above info.
- `targets:` what is named; without it the program is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from celerykit.engine import validate
from celerykit.engine.selection import CODES

HERE = Path(__file__).parent
FILE = re.compile(r"^<!-- (?P<name>\S+) -->\n```\w+\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Case:
    page: str
    title: str
    files: Mapping[str, str]
    finds: frozenset[str]
    silent: frozenset[str]
    nothing: bool
    targets: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {self.title}"


def cases() -> Iterator[Case]:
    for page in sorted(HERE.glob("*.md")):
        for part in page.read_text("utf-8").split("\n## ")[1:]:
            title, _, body = part.partition("\n")
            files = {found["name"]: found["text"] for found in FILE.finditer(body)}
            said = FILE.sub("", body)
            yield Case(
                page.stem,
                title,
                files,
                frozenset(words(said, "finds:")),
                frozenset(words(said, "not:")),
                "\nfinds nothing\n" in said,
                tuple(words(said, "targets:")),
            )


def words(text: str, key: str) -> list[str]:
    return [
        word for line in re.findall(rf"^{key}(.*)$", text, re.MULTILINE) for word in re.split(r"[\s,]+", line) if word
    ]


CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_wrong_is_found_and_what_is_right_is_not(case: Case, tmp_path: Path) -> None:
    for name, text in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    report = validate(case.targets, root=tmp_path, static=True)
    found = {finding.rule for finding in report.findings}
    assert case.finds <= found
    assert not case.silent & found
    if case.nothing:
        assert [finding for finding in report.findings if finding.severity != "info"] == []


def test_every_case_says_what_it_is_about() -> None:
    assert [str(case) for case in CASES if not case.files] == []
    assert [str(case) for case in CASES if not (case.finds or case.silent or case.nothing)] == []
    assert [str(case) for case in CASES if not case.finds | case.silent <= set(CODES.values())] == []
