"""The pages of the rules, from the rules themselves."""

from __future__ import annotations

import inspect
from pathlib import Path

from celerykit.rules import load
from celerykit.rules.base import Rule

_FAMILIES = {
    "1": "Names and loading",
    "2": "Broker",
    "3": "Results",
    "4": "Delivery and time",
    "5": "Routing and discovery",
    "6": "Schedule and time zone",
    "7": "Serializers and security",
    "8": "Worker and performance",
}


def files(root: Path) -> dict[Path, str]:
    """Every page by its path: one for each rule, and the index."""
    rules = load()
    pages = {root / "docs" / "rules" / f"{rule.code}.md": _page(rule) for rule in rules}
    return {root / "docs" / "rules" / "index.md": _index(rules), **pages}


def _index(rules: list[Rule]) -> str:
    lines = ["# Rules", "", "`celerykit rule CK401` shows the page of a rule in the terminal.", ""]
    for digit, title in _FAMILIES.items():
        family = [rule for rule in rules if rule.code[2] == digit]
        if not family:
            continue
        lines += [f"## {title}", "", "| code | name | severity | what is wrong |", "|---|---|---|---|"]
        lines += [f"| [{r.code}]({r.code}.md) | {r.name} | {r.severity} | {_sentence(r)} |" for r in family]
        lines.append("")
    lines += ["```{toctree}", ":hidden:", "", *(rule.code for rule in rules), "```"]
    return "\n".join(lines) + "\n"


def _page(rule: Rule) -> str:
    parts = [f"# {rule.code} {rule.name}", _text(rule), _facts(rule)]
    if rule.symptoms:
        parts.append("## What people see\n\n" + "\n".join(f"- `{symptom}`" for symptom in rule.symptoms))
    parts += [_example("Found", rule.bad), _example("Not found", rule.good)]
    parts.append(
        "## To silence it\n\n"
        f"Write `# celerykit: ignore[{rule.code}]` on the line that is shown, "
        f"or add `{rule.code}` to `ignore` in `[tool.celerykit]`."
    )
    return "\n\n".join(parts) + "\n"


def _facts(rule: Rule) -> str:
    facts = [f"Severity: {rule.severity}, unless the finding says otherwise."]
    for what, names in (("Brokers", rule.brokers), ("Result backends", rule.backends)):
        if names:
            facts.append(f"{what}: {', '.join(names)}.")
    if rule.since:
        facts.append(f"Since Celery {rule.since}.")
    if rule.until:
        facts.append(f"Until Celery {rule.until}.")
    return "\n".join(facts)


def _example(title: str, program: str) -> str:
    return f"## {title}\n\n```python\n{program.rstrip()}\n```"


def _text(rule: Rule) -> str:
    return inspect.cleandoc(rule.__doc__ or "")


def _sentence(rule: Rule) -> str:
    return _text(rule).splitlines()[0]
