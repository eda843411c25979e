"""`celerykit rule`: the manual page of a rule, or the list of all."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Mapping

import click

from celerykit.cli import output
from celerykit.engine.plan import plan_run
from celerykit.engine.selection import CODES
from celerykit.errors import UsageError
from celerykit.rules import load
from celerykit.rules.base import Rule

__all__ = ["rule"]


@click.command
@click.argument("code", required=False)
@click.option("--seen", metavar="TEXT", help="List the rules whose symptoms have all these words: an error, say.")
def rule(code: str | None, seen: str | None) -> None:
    """Show the manual page of a rule, by its CODE or its name; without one, list all."""
    rules = {rule.code: rule for rule in plan_run().plugins}
    if seen is not None:
        output.write("".join(f"{line}\n" for line in _with_symptom(seen, [*load(), *rules.values()])))
        return
    if code is None:
        output.write("".join(f"{line}\n" for line in _index([*load(), *rules.values()])))
        return
    wanted = _code_of(code, {**CODES, **{rule.code: rule.name for rule in rules.values()}})
    found = rules.get(wanted) or load([wanted])[0]
    output.write("".join(f"{line}\n" for line in _page(found)))


def _code_of(written: str, known: Mapping[str, str]) -> str:
    names = {name: code for code, name in known.items()}
    code = names.get(written, written.upper())
    if code not in known:
        from celerykit.values.suggestions import did_you_mean

        cure = did_you_mean(written, [*known, *names], "run celerykit rule for the list")
        raise UsageError(f"there is no rule {written}: {cure}")
    return code


def _index(rules: list[Rule]) -> Iterator[str]:
    longest = max(len(rule.name) for rule in rules)
    for rule in rules:
        first_line = _manual(rule).partition("\n")[0]
        yield f"{rule.code}  {rule.severity:<7}  {rule.name:<{longest}}  {first_line}"


def _with_symptom(seen: str, rules: list[Rule]) -> Iterator[str]:
    """A line for each symptom that has all the words, with its rule. Raises UsageError where none has."""
    words = seen.lower().split()
    found = [(s, rule) for rule in rules for s in rule.symptoms if all(word in s.lower() for word in words)]
    if not found:
        raise UsageError(f"no rule names anything seen like {seen!r}: try fewer words, or celerykit rule for the list")
    yield from (f"{rule.code}  {rule.name}: {symptom}" for symptom, rule in found)


def _manual(rule: Rule) -> str:
    return inspect.getdoc(rule) or rule.name


def _page(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name} ({rule.severity})"
    yield from _holds_for(rule)
    yield ""
    yield from _manual(rule).splitlines()
    if rule.symptoms:
        yield "\nSeen as:\n"
        yield from (f"    {symptom}" for symptom in rule.symptoms)
    # A rule of another package may have none.
    for title, example in (("Bad", getattr(rule, "bad", "")), ("Good", getattr(rule, "good", ""))):
        if example.strip():
            yield f"\n{title}:\n"
            yield textwrap.indent(textwrap.dedent(example).strip("\n"), "    ")
    yield f"\nSilence it on its line with: # celerykit: ignore[{rule.code}]"


def _holds_for(rule: Rule) -> Iterator[str]:
    if rule.since or rule.until:
        versions = [f"from {rule.since}"] * bool(rule.since) + [f"up to {rule.until}"] * bool(rule.until)
        yield f"Celery: {' '.join(versions)}"
    if rule.brokers:
        yield f"Brokers: {', '.join(rule.brokers)}"
    if rule.backends:
        yield f"Result backends: {', '.join(rule.backends)}"
