"""Which rules run, and which findings are left out: `select` and `ignore`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from celerykit.findings import SEVERITIES, Finding
from celerykit.rules import RULES

__all__ = ["CODES", "Selection", "matches", "unknown"]


def _codes() -> Mapping[str, str]:
    """Code → name of every rule, from the names of their modules: no rule is imported to know what it is called."""
    split = (module.partition("_") for module in RULES)
    return {code.upper(): name.replace("_", "-") for code, _, name in split}


CODES: Mapping[str, str] = _codes()


@dataclass(frozen=True, slots=True)
class Selection:
    """What was selected and what ignored, each by code ("CK401"), start of codes ("CK4"), name, or severity.

    Without any selector in `select`, every rule is selected.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """The rules that may yield a selected finding. A finding may be graver or milder than its rule's severity."""
        if not self.select or any(selector in SEVERITIES for selector in self.select):
            return tuple(CODES)
        return tuple(
            code for code, name in CODES.items() if any(_names_rule(selector, code, name) for selector in self.select)
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
    return selector == name or (selector.upper().startswith("CK") and code.startswith(selector.upper()))


def unknown(selectors: Iterable[str]) -> str | None:
    """What is wrong with the first selector that means nothing, and its cure; None where each means something."""
    for selector in selectors:
        if selector in SEVERITIES or any(_names_rule(selector, code, name) for code, name in CODES.items()):
            continue
        from celerykit.values.suggestions import did_you_mean

        cure = did_you_mean(selector, [*CODES, *CODES.values(), *SEVERITIES], "run celerykit rule for the list")
        return f"there is no rule {selector}: {cure}"
    return None
