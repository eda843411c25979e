"""Kubernetes manifests, and other YAML that holds commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celerykit.project import State, Value
from celerykit.reading.deployment.expansions import Variables, expanded
from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.parts import NOBODY_SAYS, UNSET, Part
from celerykit.reading.deployment.scripts import Follow
from celerykit.reading.deployment.sheets import Word, value_of
from celerykit.reading.deployment.shell import Command, simple_words
from celerykit.reading.deployment.sizes import bytes_of
from celerykit.reading.deployment.yaml_nodes import Yaml

__all__ = ["read"]

# https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
_GRACE = Value(State.DEFAULT, 30)
_ONE = Value(State.DEFAULT, 1)
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
# Where platforms' files and Helm's values hold commands.
_COMMANDS = ("command", "args", "cmd", "startCommand", "dockerCommand", "run_command")


def read(document: Yaml, files: Files) -> Part:
    """What the containers of a document start; where it has none, what stands under keys that hold commands."""
    part = Part()
    for workload in document["items"].items() or [document]:
        pods = [each for each in workload.below() if each["containers"].items()]
        for pod in pods:
            _pod(pod, workload, files, part)
        if not pods:
            _loose(workload, files, part)
    return part


def _pod(pod: Yaml, workload: Yaml, files: Files, part: Part) -> None:
    replicas = _whole(workload["spec"]["replicas"])
    if replicas is None:
        # One on every node, be there any.
        replicas = NOBODY_SAYS if workload["kind"].text == "DaemonSet" else _ONE
    words = {
        "replicas": replicas,
        "grace": _whole(pod["terminationGracePeriodSeconds"]) or _GRACE,
        "container": True,
        # The containers of a pod share its network.
        "own_network": len(pod["containers"].items()) == 1 and pod["hostNetwork"].text != "true",
    }
    for container in (*pod["containers"].items(), *pod["initContainers"].items()):
        _container(container, pod, files, part, words)


def _container(container: Yaml, pod: Yaml, files: Files, part: Part, words: dict[str, Any]) -> None:
    variables = _variables(container["env"])
    follow = Follow(files, container.sheet.file.parent)
    common = words | {
        "name": container["name"].text,
        "environment": {name: value_of(word, name=name) if word else NOBODY_SAYS for name, word in variables.items()},
        "environment_complete": not container["envFrom"],
        "user": _user(container, pod),
        "memory": _memory(container["resources"]["limits"]["memory"]),
    }
    words_run = (*_words(container["command"], variables), *_words(container["args"], variables))
    part.take(follow.command(Command(words_run), variables), "kubernetes", follow.folder, **common)
    for probe in _PROBES:
        check = follow.command(Command(_words(container[probe]["exec"]["command"], variables)), variables)
        if check.launches:
            part.take(check, "kubernetes", follow.folder, **common)


def _loose(document: Yaml, files: Files, part: Part) -> None:
    folder: Path = document.sheet.file.parent
    follow = Follow(files, folder)
    for each in document.below():
        words = tuple(word for key in _COMMANDS for word in _words(each[key], {}))
        name = each["name"].text
        found = follow.command(Command(words))
        if found.launches or not found.complete:
            part.take(found, "script", folder, name=name, replicas=NOBODY_SAYS, environment_complete=False)


def _words(node: Yaml, variables: Variables) -> tuple[Word, ...]:
    items = [word for item in node.items() if (word := item.word())]
    if items:
        return tuple(expanded(word, variables) for word in items)
    text = node.word()
    return simple_words(text, variables) if text else ()


def _variables(node: Yaml) -> dict[str, Word | None]:
    """The variables of a container; None for one that is taken from a secret, or the like."""
    found: dict[str, Word | None] = {}
    for each in node.items():
        if each["name"].text:
            word = each["value"].word()
            found[each["name"].text] = expanded(word, found) if word else None
    return found


def _user(container: Yaml, pod: Yaml) -> Value:
    for holder in (container, pod):
        context = holder["securityContext"]
        said = context["runAsUser"].value()
        if said:
            return said
        if context["runAsNonRoot"].text == "true":
            return Value(State.UNKNOWN, place=(word.place if (word := context["runAsNonRoot"].word()) else None))
    return NOBODY_SAYS


def _memory(node: Yaml) -> Value:
    word = node.word()
    if word is None:
        return UNSET
    amount = bytes_of(word.text, thousand=1000)
    return value_of(word, amount) if amount is not None else Value(State.UNKNOWN, place=word.place)


def _whole(node: Yaml) -> Value | None:
    word = node.word()
    if word is None:
        return None
    return value_of(word, int(word.text)) if word.text.isdecimal() else Value(State.UNKNOWN, place=word.place)
