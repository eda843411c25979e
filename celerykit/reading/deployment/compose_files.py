"""Docker compose files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celerykit.project import Process, State, Value
from celerykit.reading.deployment.dockerfiles import Stage, joined, stage
from celerykit.reading.deployment.expansions import expanded
from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.launched import Launched
from celerykit.reading.deployment.parts import NOBODY_SAYS, UNSET, Part
from celerykit.reading.deployment.scripts import Follow
from celerykit.reading.deployment.sheets import Sheet, Word, value_of
from celerykit.reading.deployment.shell import Command, simple_words
from celerykit.reading.deployment.sizes import bytes_of, length_of
from celerykit.reading.deployment.yaml_nodes import Yaml, documents

__all__ = ["read", "services"]

# https://docs.docker.com/reference/compose-file/services/#stop_grace_period
_GRACE = Value(State.DEFAULT, 10)
_ONE = Value(State.DEFAULT, 1)
_OVER = ".override"
# A service that extends itself ends here.
_DEPTH = 10


@dataclass(slots=True, repr=False)
class _Service:
    """A service: its own mapping, and those that it extends, the strongest first."""

    name: str
    layers: list[Yaml]
    folder: Path

    def __getitem__(self, path: str) -> Yaml:
        found = Yaml(None, self.layers[0].sheet)
        for layer in self.layers:
            found = layer
            for key in path.split("."):
                found = found[key]
            if found.node is not None:
                return found
        return found


def services(document: Yaml) -> dict[str, Yaml]:
    """The services of a compose file; of the first format, which has them at the top; none for what is no such file."""
    if document["services"]:
        return document["services"].keys()
    return {
        name: node
        for name, node in document.keys().items()
        if {"image", "build"} & node.keys().keys() and {"command", "environment", "ports", "links"} & node.keys().keys()
    }


def read(sheet: Sheet, document: Yaml, files: Files) -> Part:
    """What the services of a compose file start."""
    part = Part()
    if sheet.file.stem.endswith(_OVER) and files.sheet(sheet.file.with_stem(sheet.file.stem.removesuffix(_OVER))):
        # It is laid over that one.
        return part
    over = _overriding(sheet, files)
    for name, node in services(document).items():
        layers = [*([over[name]] if name in over else []), *_layers(node, document, files, 0)]
        _service(_Service(name, layers, sheet.file.parent), files, part)
    return part


def _overriding(sheet: Sheet, files: Files) -> dict[str, Yaml]:
    """The services of the file that compose lays over this one unasked."""
    if sheet.file.stem not in {"docker-compose", "compose"}:
        return {}
    for suffix in (".yml", ".yaml"):
        found = files.sheet(sheet.file.with_name(f"{sheet.file.stem}{_OVER}{suffix}"))
        if found:
            every = documents(found)
            return services(every[0]) if every else {}
    return {}


def _layers(node: Yaml, document: Yaml, files: Files, depth: int) -> list[Yaml]:
    extends = node["extends"]
    if not extends or depth > _DEPTH:
        return [node]
    name = extends.text or extends["service"].text
    other = document
    if extends["file"].text:
        path = Path(os.path.normpath(node.sheet.file.parent / extends["file"].text))
        sheet = files.sheet(path)
        every = documents(sheet) if sheet else None
        if not every:
            return [node]
        other = every[0]
    base = services(other).get(name)
    return [node, *(_layers(base, other, files, depth + 1) if base else [])]


def _service(service: _Service, files: Files, part: Part) -> None:
    image, context = _built(service, files)
    own = _environment(service)
    variables = {name: word for name, word in own.items() if word}
    environment = {**(image.environment if image else {}), **_values(own)}
    entrypoint, command = service["entrypoint"], service["command"]
    words = (*_words(entrypoint), *_words(command))
    if image and not entrypoint:
        # What the service says beside the entrypoint of the image takes the place of its command.
        words = joined(image.entrypoint, None if command else image.command) + words
    if not words and "flower" not in service["image"].text:
        return
    follow = Follow(files, context, image.copied if image else _copied_anywhere(files))
    found = follow.command(Command(words), variables)
    common: dict[str, Any] = {
        "environment": environment,
        "environment_complete": service["env_file"].node is None,
        "user": _user(service, image),
        "name": service.name,
        "container": True,
        "own_network": service["network_mode"].text in {"", "bridge", "none"},
        "grace": _amount(service["stop_grace_period"], length_of) or _GRACE,
        "memory": _amount(service["deploy.resources.limits.memory"], bytes_of)
        or _amount(service["mem_limit"], bytes_of)
        or UNSET,
        "stop_signal": _amount(service["stop_signal"], str) or UNSET,
        "host": _amount(service["hostname"], str) or UNSET,
        "replicas": _amount(service["deploy.replicas"], _count) or _amount(service["scale"], _count) or _ONE,
    }
    part.take(found, "compose", context, **common)
    if image and any(each.kind != "web" for each in found.launches):
        part.images.append(image.image)
    if not found.launches and service["image"].text.startswith("mher/flower"):
        at = service["image"].word()
        process = Process("flower", "compose", at.place if at else None, complete=False, **common)
        part.launched.append(Launched(process, context))
    health = service["healthcheck.test"]
    checks = follow.command(Command(tuple(word for word in _words(health) if word.text not in {"CMD", "CMD-SHELL"})))
    checks.launches = [each for each in checks.launches if each.kind != "web"]
    if checks.launches:
        part.take(checks, "compose", context, **common)


def _built(service: _Service, files: Files) -> tuple[Stage | None, Path]:
    """The image that a service builds, and the folder that it is built from."""
    build = service["build"]
    folder = build.sheet.file.parent if build else service.folder
    context = Path(os.path.normpath(folder / (build.text or build["context"].text or ".")))
    if not build:
        return None, context
    file = Path(os.path.normpath(context / (build["dockerfile"].text or "Dockerfile")))
    sheet = files.sheet(file)
    if sheet is None:
        return None, context
    files.followed.add(file)
    return stage(sheet, build["target"].text), context


def _copied_anywhere(files: Files) -> dict[str, str]:
    """What any image has where: a service that does not say how its image is built may run any of them."""
    found: dict[str, str] = {}
    for sheet in files.of("dockerfile", ("COPY", "ADD")):
        image = stage(sheet)
        for path, source in (image.copied if image else {}).items():
            # Copied from two places, by images of two stages of a project: it cannot be told which.
            found[path] = source if found.get(path, source) == source else ""
    return {path: source for path, source in found.items() if source}


def _words(node: Yaml) -> tuple[Word, ...]:
    items = [word for item in node.items() if (word := item.word())]
    if items:
        return tuple(expanded(word) for word in items)
    text = node.word()
    return simple_words(text) if text else ()


def _environment(service: _Service) -> dict[str, Word | None]:
    """The variables of a service; None for one that is passed on from outside."""
    found: dict[str, Word | None] = {}
    for layer in reversed(service.layers):
        node = layer["environment"]
        for name, each in node.keys().items():
            word = each.word()
            found[name] = expanded(word) if word else None
        for each in node.items():
            word = each.word()
            if word:
                name, sign, text = word.text.partition("=")
                found[name] = expanded(word.part(len(name) + 1, len(word.text), text)) if sign else None
    return found


def _values(words: dict[str, Word | None]) -> dict[str, Value]:
    return {name: value_of(word, name=name) if word else NOBODY_SAYS for name, word in words.items()}


def _user(service: _Service, image: Stage | None) -> Value:
    said = service["user"].word()
    if said:
        user = expanded(said)
        return value_of(user, user.text.partition(":")[0])
    return image.user if image else NOBODY_SAYS


def _amount(node: Yaml, convert: object) -> Value | None:
    """A number that a text says; None where it is not written."""
    word = node.word()
    if word is None:
        return None
    word = expanded(word)
    amount = convert(word.text)  # type: ignore[operator]
    return value_of(word, amount) if amount is not None else Value(State.UNKNOWN, place=word.place)


def _count(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
