"""`celerykit show`: a profile as compiled for the broker in force."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

import click

from celerykit.catalogue import SETTINGS
from celerykit.cli import output
from celerykit.profile.config import CeleryConfig
from celerykit.profile.export import FORMATS, export
from celerykit.profile.load import load_profile
from celerykit.values.secrets import is_secret_name, shown

__all__ = ["lines_of", "show"]

_WIDEST = 60


@click.command
@click.argument("profile", required=False)
@click.option("--source", is_flag=True, help="Say who set each value.")
@click.option("--format", "form", type=click.Choice(("text", *FORMATS)), default="text", show_default=True)
def show(profile: str | None, source: bool, form: str) -> None:
    """Show a PROFILE as compiled for the broker in force; without one, the profile that load_profile() would take.

    --format python writes a module that configures Celery without celerykit; toml, json and env write the settings.
    A secret is never shown: it is read from, or named as, its environment variable.
    """
    if form == "text":
        logging.getLogger("celerykit").setLevel(logging.ERROR)  # what load has to say stands on the page
    config = load_profile(profile)
    if form == "text":
        output.write("".join(f"{line}\n" for line in _page(config, source)))
        return
    exported = export(config, form)
    output.write(exported.text)
    for sentence in exported.left_out:
        click.echo(f"left out: {sentence}", err=True)


def _page(config: CeleryConfig, source: bool) -> Iterator[str]:
    facts = config.facts
    yield f"profile {facts.profile} ({facts.path})"
    if facts.summary:
        yield facts.summary
    yield f"broker {facts.broker}, results {facts.backend or 'nowhere'}{', embedded' if facts.embedded else ''}"
    yield ""
    yield from _table(config, source)
    if facts.priorities:
        numbers = ", ".join(f"{name} = {number}" for name, number in facts.priorities.items() if number is not None)
        yield ""
        yield f"priorities on {facts.broker}: {numbers or 'none'}"
    for title, sentences in (("What it takes:", facts.needs), ("To know:", facts.notes)):
        if sentences:
            yield ""
            yield title
            yield from (f"  - {sentence}" for sentence in sentences)


def _table(config: CeleryConfig, source: bool) -> Iterator[str]:
    rows = list(lines_of(config))
    if not source:
        yield from (f"{name} = {value}" for name, value, _ in rows)
        return
    names = max(len(name) for name, _, _ in rows)
    values = min(max(len(value) for _, value, _ in rows), _WIDEST)
    for name, value, who in rows:
        yield f"{name:<{names}}  {value:<{values}}  {who}"


def lines_of(config: CeleryConfig) -> Iterator[tuple[str, str, str]]:
    """Name, value and source of each setting, and of each key of a dictionary of options; sorted, without secrets."""
    for name, value in sorted(config.record().items()):
        if isinstance(value, Mapping) and value:
            for key, inner in value.items():
                secret = SETTINGS[name].secret or is_secret_name(str(key))
                yield f"{name}.{key}", shown(inner, secret=secret), str(config.source(name, str(key)))
        else:
            yield name, shown(value, secret=SETTINGS[name].secret), str(config.source(name))
