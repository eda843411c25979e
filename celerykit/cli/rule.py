"""`celerykit rule`: the manual page of a rule or a live check, or the list of all."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Mapping, Sequence

import click

from celerykit import live, rules
from celerykit.checks import Check
from celerykit.cli import output
from celerykit.engine.plan import plan_run
from celerykit.engine.selection import CODES, LIVE
from celerykit.errors import UsageError
from celerykit.live.base import LiveCheck

__all__ = ["rule"]


@click.command
@click.argument("code", required=False)
@click.option("--seen", metavar="TEXT", help="List the rules whose symptoms have all these words: an error, say.")
def rule(code: str | None, seen: str | None) -> None:
    """Show the manual page of a rule or a live check, by its CODE or its name; without one, list all."""
    plugins = {rule.code: rule for rule in plan_run().plugins}
    if seen is not None:
        output.write("".join(f"{line}\n" for line in _with_symptom(seen, [*_all(), *plugins.values()])))
        return
    if code is None:
        output.write("".join(f"{line}\n" for line in _index([*_all(), *plugins.values()])))
        return
    wanted = _code_of(code, {**CODES, **LIVE, **{rule.code: rule.name for rule in plugins.values()}})
    found = plugins.get(wanted) or _all([wanted])[0]
    output.write("".join(f"{line}\n" for line in _page(found)))


def _all(codes: Sequence[str] | None = None) -> list[Check]:
    """The rules and the live checks of these codes, else all."""
    return [*rules.load(codes), *live.load(codes)]


def _code_of(written: str, known: Mapping[str, str]) -> str:
    names = {name: code for code, name in known.items()}
    code = names.get(written, written.upper())
    if code not in known:
        from celerykit.values.suggestions import did_you_mean

        cure = did_you_mean(written, [*known, *names], "run celerykit rule for the list")
        raise UsageError(f"there is no rule {written}: {cure}")
    return code


def _index(checks: list[Check]) -> Iterator[str]:
    longest = max(len(check.name) for check in checks)
    for check in checks:
        first_line = _manual(check).partition("\n")[0]
        yield f"{check.code}  {check.severity:<7}  {check.name:<{longest}}  {first_line}"


def _with_symptom(seen: str, checks: list[Check]) -> Iterator[str]:
    """A line for each symptom that has all the words, with its rule. Raises UsageError where none has."""
    words = seen.lower().split()
    found = [(s, each) for each in checks for s in each.symptoms if all(word in s.lower() for word in words)]
    if not found:
        raise UsageError(f"no rule names anything seen like {seen!r}: try fewer words, or celerykit rule for the list")
    yield from (f"{each.code}  {each.name}: {symptom}" for symptom, each in found)


def _manual(check: Check) -> str:
    return inspect.getdoc(check) or check.name


def _page(check: Check) -> Iterator[str]:
    yield f"{check.code} {check.name} ({check.severity})"
    yield from _holds_for(check)
    yield ""
    yield from _manual(check).splitlines()
    if check.symptoms:
        yield "\nSeen as:\n"
        yield from (f"    {symptom}" for symptom in check.symptoms)
    if isinstance(check, LiveCheck):
        yield f"\nIt asks: {check.asks}"
        yield f'\nSilence it with: ignore = ["{check.code}"] in [tool.celerykit]'
        return
    # A rule of another package may have none.
    for title, example in (("Bad", getattr(check, "bad", "")), ("Good", getattr(check, "good", ""))):
        if example.strip():
            yield f"\n{title}:\n"
            yield textwrap.indent(textwrap.dedent(example).strip("\n"), "    ")
    yield f"\nSilence it on its line with: # celerykit: ignore[{check.code}]"


def _holds_for(check: Check) -> Iterator[str]:
    if check.since or check.until:
        versions = [f"from {check.since}"] * bool(check.since) + [f"up to {check.until}"] * bool(check.until)
        yield f"Celery: {' '.join(versions)}"
    if check.brokers:
        yield f"Brokers: {', '.join(check.brokers)}"
    if check.backends:
        yield f"Result backends: {', '.join(check.backends)}"
