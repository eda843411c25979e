"""Findings that were there before: an old project starts clean, and what is new is seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from celerykit.errors import UsageError
from celerykit.findings import Finding
from celerykit.fingerprints import fingerprints

__all__ = ["Baseline", "read", "written"]

_VERSION = 1
Lines = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of a file, by rule and fingerprint."""

    known: Counter[tuple[str, str]]

    def without(self, findings: Sequence[Finding], lines: Lines) -> tuple[list[Finding], int]:
        """The findings that are not in it, and how many of its own are no longer found."""
        rest, left = self.known.copy(), []
        for finding, mark in zip(findings, fingerprints(findings, lines), strict=True):
            key = (finding.code, mark)
            if rest[key]:
                rest[key] -= 1
            else:
                left.append(finding)
        return left, rest.total()


def read(path: Path) -> Baseline:
    """The baseline in that file. Raises UsageError where there is none, or it is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        entries = [(str(entry["code"]), str(entry["fingerprint"])) for entry in document["findings"]]
        version = document["schema_version"]
    except FileNotFoundError:
        raise UsageError(f"there is no baseline {path}: --write-baseline makes one") from None
    except OSError as error:
        raise UsageError(f"the baseline {path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UsageError(f"{path} is no baseline: --write-baseline makes one") from None
    if version != _VERSION:
        raise UsageError(f"the baseline {path} is of version {version}: --write-baseline writes it anew")
    return Baseline(Counter(entries))


def written(findings: Iterable[Finding], lines: Lines) -> str:
    """The text of a baseline of these findings: sorted, without lines or times, so that it changes with them alone."""
    ordered = sorted(findings, key=Finding.sort_key)
    entries = [
        {
            "code": finding.code,
            "rule": finding.rule,
            "path": finding.place.path if finding.place else finding.subject,
            "fingerprint": mark,
        }
        for finding, mark in zip(ordered, fingerprints(ordered, lines), strict=True)
    ]
    entries.sort(key=lambda entry: (entry["path"], entry["code"], entry["fingerprint"]))
    return json.dumps({"schema_version": _VERSION, "findings": entries}, indent=2) + "\n"
