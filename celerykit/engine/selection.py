"""Which rules run, and which findings are left out: `select` and `ignore`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from celerykit.findings import SEVERITIES, Finding
from celerykit.live import CHECKS
from celerykit.rules import RULES

__all__ = ["CODES", "FAMILIES", "LIVE", "Selection", "matches", "unknown"]

# The first digit of a code, in a word.
FAMILIES: Mapping[str, str] = {
    "loading": "CK1",
    "broker": "CK2",
    "results": "CK3",
    "delivery": "CK4",
    "routing": "CK5",
    "schedule": "CK6",
    "security": "CK7",
    "worker": "CK8",
    "live": "CK9",
}


def _codes(modules: Iterable[str]) -> Mapping[str, str]:
    """Code → name of every check, from the names of their modules: none is imported to know what it is called."""
    split = (module.partition("_") for module in modules)
    return {code.upper(): name.replace("_", "-") for code, _, name in split}


CODES: Mapping[str, str] = _codes(RULES)
"""Of all rules."""
LIVE: Mapping[str, str] = _codes(CHECKS)
"""Of all live checks."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was selected and what ignored: by code ("CK401"), start of codes ("CK4"), family, name, or severity.

    Without any selector in `select`, every rule is selected. known: code → name of all rules, plugins' among them.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    known: Mapping[str, str] = field(default_factory=lambda: CODES)

    def codes(self) -> tuple[str, ...]:
        """The rules that may yield a selected finding. A finding may be graver or milder than its rule's severity."""
        if not self.select or any(selector in SEVERITIES for selector in self.select):
            return tuple(self.known)
        return tuple(
            code for code, name in self.known.items() if any(_names_rule(one, code, name) for one in self.select)
        )

    def selected(self, finding: Finding) -> bool:
        """Whether the finding is among those that were asked for."""
        return not self.select or any(matches(selector, finding) for selector in self.select)

    def ignored(self, finding: Finding) -> bool:
        """Whether the finding is silenced by a selector."""
        return any(matches(selector, finding) for selector in self.ignore)


def matches(selector: str, finding: Finding) -> bool:
    """Whether a selector means the finding."""
    return selector == finding.severity or _names_rule(selector, finding.code, finding.rule)


def _names_rule(selector: str, code: str, name: str) -> bool:
    start = FAMILIES.get(selector) or selector.upper()
    # Codes begin with two letters at least, and a selector of one would take in what nobody means.
    return selector == name or (len(start) > 1 and code.startswith(start))


def unknown(selectors: Iterable[str], known: Mapping[str, str]) -> str | None:
    """What is wrong with the first selector that means nothing, and its cure; None where each means something."""
    for selector in selectors:
        if selector in SEVERITIES or any(_names_rule(selector, code, name) for code, name in known.items()):
            continue
        from celerykit.values.suggestions import did_you_mean

        names = [*known, *known.values(), *FAMILIES, *SEVERITIES]
        return f"there is no rule {selector}: {did_you_mean(selector, names, 'run celerykit rule for the list')}"
    return None
