"""Comments that silence a finding on their line: `# celerykit: ignore[CK401]`, by code or name, several by comma."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from celerykit.engine.sources import Lines
from celerykit.findings import Finding
from celerykit.values.places import Place

__all__ = ["Silence", "apply", "in_files"]

_COMMENT = re.compile(r"#\s*celerykit:\s*ignore(?P<brackets>\[(?P<rules>[^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Silence:
    """One rule that a comment silences on its line.

    place: of the comment. written: the rule as it was named there, "" where the comment names none.
    code: the rule's code, "" where there is no such rule.
    """

    place: Place
    written: str
    code: str


def in_files(paths: Iterable[str], lines: Lines, known: Mapping[str, str]) -> list[Silence]:
    """The silences in the files, in order. known: code → name of all rules."""
    return [silence for path in sorted(set(paths)) for silence in _in_file(path, lines(path), known)]


def apply(silences: Sequence[Silence], findings: Iterable[Finding]) -> tuple[list[Finding], frozenset[Silence]]:
    """The findings that are left, and the silences that were of use."""
    by_line: dict[tuple[str, int], list[Silence]] = {}
    for silence in silences:
        by_line.setdefault((silence.place.path, silence.place.line), []).append(silence)
    left, used = [], set()
    for finding in findings:
        at = (finding.place.path, finding.place.line) if finding.place else ("", 0)
        fitting = [silence for silence in by_line.get(at, ()) if silence.code == finding.code]
        used.update(fitting)
        if not fitting:
            left.append(finding)
    return left, frozenset(used)


def _in_file(path: str, lines: Sequence[str], known: Mapping[str, str]) -> Iterator[Silence]:
    comments = _toml_comments(lines) if path.endswith(".toml") else _python_comments(lines)
    for number, start, comment in comments:
        for match in _COMMENT.finditer(comment):
            place = Place(path, number, start + match.start() + 1, start + match.end() + 1)
            yield from (Silence(place, name, _code(name, known)) for name in _names(match["rules"] or ""))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()] or [""]


def _code(written: str, known: Mapping[str, str]) -> str:
    if written.upper() in known:
        return written.upper()
    return next((code for code, name in known.items() if name == written), "")


def _python_comments(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Line, start and text of each comment. A comment inside a string is none; after a syntax error there are none."""
    import tokenize

    remaining = iter(f"{line}\n" for line in lines)
    try:
        for token in tokenize.generate_tokens(lambda: next(remaining, "")):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.start[1], token.string
    except (tokenize.TokenError, SyntaxError):
        return


_TOML_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#')


def _toml_comments(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    fence = ""  # the quotes that an open text over several lines ends with
    for number, line in enumerate(lines, 1):
        position = 0
        while position < len(line):
            if fence:
                end = line.find(fence, position)
                if end < 0:
                    break
                position, fence = end + 3, ""
                continue
            token = _TOML_TOKEN.search(line, position)
            if token is None:
                break
            if token[0] == "#":
                yield number, token.start(), line[token.start() :]
                break
            fence = token[0] if token[0] in {'"""', "'''"} else ""
            position = token.end()
