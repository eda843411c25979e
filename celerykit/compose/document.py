"""The whole compose file: what it is, its services with their reasons, its volumes and its configs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from celerykit.compose.servers import VARIABLES, Servers, mapping_of, servers_of, stores_of
from celerykit.compose.worker import Process, processes
from celerykit.compose.yaml import Value, yaml_lines
from celerykit.profile.config import CeleryConfig
from celerykit.services import Service
from celerykit.services.addresses import first_url

__all__ = ["ComposeFile", "compose_file"]

_PASSWORDS = "of letters and digits: passwords are parts of URLs too"
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class ComposeFile:
    """text: of the file, "" where there is nothing to run. warnings: what it does not see to, a sentence each."""

    text: str
    warnings: tuple[str, ...] = ()


def compose_file(config: CeleryConfig, *, app: str | None = None) -> ComposeFile:
    """The servers that the broker and the backend in force need. app: as `celery -A` takes it, for a worker besides.

    Passwords are variables, never in the text. The same configuration gives the same bytes.
    """
    servers = servers_of(config)
    if not servers.services:
        return ComposeFile("", tuple(f"{sentence}: nothing to run" for sentence in servers.absent))
    running = list(processes(config, servers, app)) if app else []
    open_needs = _open(config, servers, running)
    plain = list(_without_tls(config))
    lines = [
        *_comments(_head(config, servers, open_needs, plain)),
        "",
        *_services(config, servers, running),
        *_stores(servers),
    ]
    return ComposeFile("\n".join(lines).rstrip() + "\n", (*open_needs, *plain))


def _open(config: CeleryConfig, servers: Servers, running: list[Process]) -> list[str]:
    """The needs that nothing in the file makes true."""
    kept = {need for service in servers.services for need in service.keeps}
    kept |= {need for process in running for need in process.keeps}
    return [need for need in config.needs if need not in kept]


def _without_tls(config: CeleryConfig) -> Iterator[str]:
    encrypted = [s for s in VARIABLES if first_url(config, s).partition("://")[0] in ("rediss", "amqps")]
    if config.facts.wanted.tls or encrypted:
        said = "the intent tls" if config.facts.wanted.tls else " and ".join(encrypted)
        yield f"TLS ({said}): these servers speak none, as it takes certificates; this file is for use without it"


def _head(config: CeleryConfig, servers: Servers, open_needs: list[str], plain: list[str]) -> Iterator[str]:
    yield f"Servers for the profile {config.profile}, so configured that its intents hold."
    yield "Written by celerykit compose. Needs Docker Compose 2.23.1 or newer."
    variables = servers.names()
    if wanted := [name for name, default in variables.items() if not default]:
        yield ""
        yield f"Set {', '.join(wanted)} (in .env beside this file, or in the environment), {_PASSWORDS}."
    if defaults := {name: default for name, default in variables.items() if default}:
        yield f"May be set: {', '.join(f'{name} ({default})' for name, default in defaults.items())}."
    urls = {setting: _from_outside(url, servers) for setting, url in servers.urls.items()}
    if any(urls.values()):
        yield ""
        yield "What runs on this machine reaches them by:"
        yield from (f"  {VARIABLES[setting]}={url}" for setting, url in urls.items() if url)
    if besides := [*(f"{sentence}: no server of its own to run" for sentence in servers.absent), *open_needs, *plain]:
        yield ""
        yield "This file does not see to:"
        yield from (f"- {sentence}" for sentence in besides)


def _from_outside(url: str, servers: Servers) -> str:
    """The URL as this machine sees it; "" where a server on its way is not published."""
    for service in servers.services:
        inside = f"@{service.name}:{service.port}"
        if inside in url and not service.published:
            return ""
        url = url.replace(inside, f"@localhost:{service.published}")
    return url


def _services(config: CeleryConfig, servers: Servers, running: list[Process]) -> Iterator[str]:
    _, _, used = stores_of(servers.services)
    yield "services:"
    for service in servers.services:
        yield from _comments(_reasons(config, service), "  ")
        yield from _block(service.name, mapping_of(service, used.get(service.name, {})))
    for process in running:
        yield from _comments(process.remarks, "  ")
        yield from _block(process.name, process.mapping)


def _comments(sentences: Iterable[str], indent: str = "") -> Iterator[str]:
    from textwrap import TextWrapper

    first = f"{indent}# "
    wrapper = TextWrapper(
        _WIDTH, initial_indent=first, subsequent_indent=f"{first}  ", break_long_words=False, break_on_hyphens=False
    )
    for sentence in sentences:
        if sentence.startswith(" "):  # a line to be copied
            yield f"{first}{sentence}"
            continue
        yield from wrapper.wrap(sentence) or [first.rstrip()]


def _block(name: str, mapping: Mapping[str, Value]) -> Iterator[str]:
    yield from yaml_lines({name: mapping}, 1)
    yield ""


def _reasons(config: CeleryConfig, service: Service) -> Iterator[str]:
    for need, intents in service.keeps.items():
        said = config.facts.intents or {}
        places = [f"{name}, {said[name][1]}" for name in intents.split(", ") if name in said]
        yield f"{need} ({'; '.join(places)})" if places else need
    yield from service.remarks


def _stores(servers: Servers) -> Iterator[str]:
    volumes, configs, _ = stores_of(servers.services)
    for name, mapping in (("volumes", volumes), ("configs", configs)):
        if mapping:
            yield from yaml_lines({name: mapping})
            yield ""
