"""Dockerfiles: what an image runs, as whom, and with which variables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from celerykit.project import Image, Value
from celerykit.reading.deployment.expansions import expanded
from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.parts import NOBODY_SAYS, UNSET, Part
from celerykit.reading.deployment.scripts import Follow
from celerykit.reading.deployment.sheets import Sheet, Word, value_of
from celerykit.reading.deployment.shell import Command, commands

__all__ = ["Stage", "joined", "read", "stage", "words_of"]

_LINE = re.compile(r"[ \t]*(?P<name>[A-Za-z]+)[ \t]+(?P<rest>(?:\\[ \t]*\n(?:[ \t]*#[^\n]*\n)*|[^\n])*)")
_ENV = re.compile(r"(?P<name>\w+)=(?P<value>\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:\\.|[^\s\\])*)")
# Whoever builds on these runs as root; of others nobody can say.
_ROOT = re.compile(
    r"(?:docker\.io/)?(?:library/)?(?:python|debian|ubuntu|alpine|amazonlinux|fedora|rockylinux|centos|scratch)(?:[:@].*)?"
    r"|ghcr\.io/astral-sh/uv(?:[:@].*)?|public\.ecr\.aws/docker/library/python(?:[:@].*)?"
)


@dataclass(slots=True, repr=False)
class Stage:
    """A stage of a Dockerfile, with what it inherits of earlier ones.

    command, entrypoint: what the image runs. copied: files by their path in the image, from where in the context.
    own: it says itself what is run. known: the base image is one whose user is known.
    """

    name: str
    place: Word
    command: Word | None = None
    entrypoint: Word | None = None
    user: Value = UNSET
    environment: dict[str, Value] = field(default_factory=dict)
    copied: dict[str, str] = field(default_factory=dict)
    own: bool = False

    @property
    def image(self) -> Image:
        """What it builds."""
        return Image(self.place.place, self.user, dict(self.environment))


def read(sheet: Sheet, files: Files) -> Part:
    """What a Dockerfile starts that no compose file builds; its last stage, and each that runs something itself."""
    part = Part()
    every = _stages(sheet)
    for each in every:
        if each is every[-1] or each.own:
            follow = Follow(files, sheet.file.parent, each.copied)
            words = joined(each.entrypoint, each.command)
            part.take(
                follow.command(Command(words)),
                "dockerfile",
                sheet.file.parent,
                environment=each.environment,
                user=each.user,
                grace=NOBODY_SAYS,
                container=True,
            )
    if every:
        part.images.append(every[-1].image)
    return part


def stage(sheet: Sheet, target: str = "") -> Stage | None:
    """The stage that a build makes, the last unless another is named."""
    every = _stages(sheet)
    if target:
        return next((each for each in every if each.name == target), None)
    return every[-1] if every else None


def joined(entrypoint: Word | None, command: Word | None) -> tuple[Word, ...]:
    """The words that a container runs: the command is given to the entrypoint."""
    return tuple(word for part in (entrypoint, command) if part for word in words_of(part))


def words_of(text: Word) -> tuple[Word, ...]:
    """The words of CMD or ENTRYPOINT: a JSON list, or a text for the shell."""
    if text.text.lstrip().startswith("["):
        try:
            listed = json.loads(text.text.replace("\\\n", " "))
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            return tuple(_listed(text, [item for item in listed if isinstance(item, str)]))
    every = commands(text)
    if len(every) == 1 and not every[0].assigned and not every[0].followed:
        return every[0].words
    # A shell has more to do than one command: it stays.
    return (text.part(0, 0, "sh"), text.part(0, 0, "-c"), text)


def _listed(text: Word, items: list[str]) -> Iterator[Word]:
    at = 0
    for item in items:
        found = text.text.find(item, at)
        at = found if found >= 0 else at
        word = text.part(at, at + len(item)) if found >= 0 else text.part(0, len(text.text), item)
        yield Word(item, word.sheet, word.start, word.end)
        at += len(item)


def _stages(sheet: Sheet) -> list[Stage]:
    stages: list[Stage] = []
    text = Word(sheet.text, sheet, 0, len(sheet.text))
    for match in _LINE.finditer(sheet.text):
        rest = text.part(match.start("rest"), match.end("rest"))
        name = match["name"].upper()
        if name == "FROM":
            stages.append(_from(rest, stages))
        elif stages:
            _instruction(stages[-1], name, rest)
    return stages


def _from(rest: Word, stages: list[Stage]) -> Stage:
    words = [word for word in rest.text.split() if not word.startswith("--")]
    name = words[2] if len(words) > 2 and words[1].upper() == "AS" else ""
    base = next((each for each in stages if words and each.name == words[0]), None)
    if base:
        return Stage(name, rest, base.command, base.entrypoint, base.user, dict(base.environment), dict(base.copied))
    return Stage(name, rest, user=UNSET if words and _ROOT.fullmatch(words[0]) else NOBODY_SAYS)


def _instruction(into: Stage, name: str, rest: Word) -> None:
    match name:
        case "CMD":
            into.command, into.own = rest, True
        case "ENTRYPOINT":
            # A new entrypoint forgets the command of the base.
            into.command, into.entrypoint = (into.command if into.own else None), rest
            into.own = True
        case "USER":
            user = expanded(rest.part(0, len(rest.text.rstrip()), rest.text.strip()))
            into.user = value_of(user, user.text.partition(":")[0])
        case "ENV":
            into.environment |= _environment(rest)
        case "COPY" | "ADD":
            _copy(into.copied, rest.text)


def _environment(rest: Word) -> dict[str, Value]:
    found = {}
    for match in _ENV.finditer(rest.text):
        text = match["value"].strip("\"'")
        begin = rest.text.find(text, match.start("value")) if text else match.start("value")
        word = expanded(rest.part(begin, begin + len(text)))
        found[match["name"]] = value_of(word, name=match["name"])
    if not found and len(parts := rest.text.split(None, 1)) == 2:
        begin = rest.text.index(parts[1], len(parts[0]))
        found[parts[0]] = value_of(expanded(rest.part(begin, begin + len(parts[1].rstrip()))), name=parts[0])
    return found


def _copy(copied: dict[str, str], text: str) -> None:
    """`COPY ./compose/start /start-celeryworker`: where a script comes from that a command names."""
    words = [word for word in text.split() if not word.startswith("--") and word != "\\"]
    if len(words) < 2 or text.lstrip().startswith("["):
        return
    *sources, target = words
    for source in sources:
        name = PurePosixPath(source).name
        path = PurePosixPath(target) / name if target.endswith("/") or len(sources) > 1 else PurePosixPath(target)
        if PurePosixPath(source).suffix == path.suffix and path.name not in {"", ".", ".."}:
            copied[path.as_posix()] = source
