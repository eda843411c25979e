"""The servers of a profile, as services of a compose file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from celerykit import backends, brokers
from celerykit.compose.yaml import Value, interpolated
from celerykit.errors import UsageError
from celerykit.profile.config import CeleryConfig
from celerykit.services import Service
from celerykit.services.addresses import first_url

__all__ = ["VARIABLES", "Servers", "mapping_of", "servers_of", "stores_of"]

# Settings, and the variables by which Celery takes them.
VARIABLES: Mapping[str, str] = {"broker_url": "CELERY_BROKER_URL", "result_backend": "CELERY_RESULT_BACKEND"}
# As long as the slowest of them takes to write down what it holds.
_STOP = "60s"
_HEALTH: Mapping[str, Value] = {"interval": "15s", "timeout": "15s", "retries": 5, "start_period": "60s"}


@dataclass(frozen=True, slots=True)
class Servers:
    """The services, each name once. urls: by which each setting reaches its own. absent: what has none to run."""

    services: tuple[Service, ...]
    urls: Mapping[str, str]
    absent: tuple[str, ...]

    def names(self) -> dict[str, str]:
        """The variables that the services take, in the order of their first use: name → its default."""
        found: dict[str, str] = {}
        for service in self.services:
            for text in (*service.command, *service.environment.values(), *service.files.values(), service.url):
                found |= interpolated(text).variables
        return found


def servers_of(config: CeleryConfig) -> Servers:
    """What the broker and the result backend in force ask for. Each published on a port of its own."""
    found: dict[str, Service] = {}
    urls, absent = {}, []
    for setting, service, title in _asked(config):
        if service is None:
            absent.append(f"{setting} leads to {title}")
            continue
        urls[setting] = service.url
        for each in (service, *service.beside):
            found[each.name] = _both(found[each.name], each) if each.name in found else each
    return Servers(tuple(_apart(found.values())), urls, tuple(absent))


def _asked(config: CeleryConfig) -> Iterator[tuple[str, Service | None, str]]:
    wanted = config.facts.wanted
    for setting, kinds in (("broker_url", brokers), ("result_backend", backends)):
        if kind := kinds.for_url(first_url(config, setting)):
            yield setting, kind.service(wanted, config), kind.title


def _both(one: Service, other: Service) -> Service:
    """The server of two settings. Raises UsageError where they want it to be different."""
    merged = replace(one, keeps={**one.keeps, **other.keeps}, remarks=tuple(dict.fromkeys(one.remarks + other.remarks)))
    if replace(other, url=one.url, keeps=merged.keeps, remarks=merged.remarks) != merged:
        raise UsageError(f"broker and results ask for two different servers of the same name, {one.name}")
    return merged


def _apart(services: Iterable[Service]) -> Iterator[Service]:
    taken: set[int] = set()
    for service in services:
        if service.published == 0:
            yield service
            continue
        port = service.published or service.port
        while port in taken:
            port += 1
        taken.add(port)
        yield replace(service, published=port)


def mapping_of(service: Service, config_names: Mapping[str, str]) -> dict[str, Value]:
    """A service as compose reads it. config_names: path in the container → name of the config that holds its text."""
    after: dict[str, Value] = {name: {"condition": "service_healthy"} for name in service.after}
    written: dict[str, Value] = {
        "image": service.image,
        "hostname": service.name,  # RabbitMQ keeps its data under it
        "command": [interpolated(word).text for word in service.command],
        "environment": {name: interpolated(value).text for name, value in service.environment.items()},
        "configs": [{"source": name, "target": path} for path, name in config_names.items()],
        "ports": [f"127.0.0.1:{service.published}:{service.port}"] if service.published else [],
        "volumes": [f"{service.name}-data:{service.data}"] if service.data else [],
        "healthcheck": {"test": ["CMD", *(interpolated(word).text for word in service.healthy)], **_HEALTH}
        if service.healthy
        else {},
        "depends_on": after,
        "restart": "unless-stopped",
        "stop_grace_period": _STOP,
    }
    return {key: value for key, value in written.items() if value}


def stores_of(services: Iterable[Service]) -> tuple[dict[str, Value], dict[str, Value], dict[str, dict[str, str]]]:
    """Volumes, configs, and for each service its configs by their paths. Files with the same text are one config."""
    volumes: dict[str, Value] = {}
    configs: dict[str, Value] = {}
    used: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for service in services:
        if service.data:
            volumes[f"{service.name}-data"] = {}
        for number, (path, text) in enumerate(service.files.items()):
            name = names.setdefault(text, f"{service.name}-config{number or ''}")
            configs[name] = {"content": interpolated(text).text}
            used.setdefault(service.name, {})[path] = name
    return volumes, configs, used
