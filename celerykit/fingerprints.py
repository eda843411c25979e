"""What a finding is known by from one run to the next, though lines come and go above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from celerykit.findings import Finding

__all__ = ["fingerprints"]


def fingerprints(findings: Iterable[Finding], lines: Callable[[str], Sequence[str]]) -> list[str]:
    """One for each finding, in their order: 32 hexadecimal digits.

    It is made of the rule, the file and the text of the line, so that it survives what is done to other lines; of
    several findings that are alike in all three, of their order besides.
    lines: path of a finding → the lines of that file, none where it cannot be read.
    """
    from hashlib import sha256  # start-up: most runs need none

    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        key = (finding.code, *_where(finding, lines))
        seen[key] += 1
        made.append(sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made


def _where(finding: Finding, lines: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    if finding.place is None:
        return (finding.subject, finding.message)
    there = lines(finding.place.path)
    line = there[finding.place.line - 1] if 0 < finding.place.line <= len(there) else ""
    return (finding.place.path, " ".join(line.split()))
