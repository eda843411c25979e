"""Shell scripts, and commands that start one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from celerykit.reading.deployment.branches import apart, taken
from celerykit.reading.deployment.command_lines import SIGNS, Started, started
from celerykit.reading.deployment.expansions import Variables
from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.parts import NOBODY_SAYS, Part
from celerykit.reading.deployment.sheets import Sheet, Word
from celerykit.reading.deployment.shell import Command, commands

__all__ = ["Follow", "read"]

# Scripts that start each other in a ring end here.
_DEPTH = 5
# So many words may stand before the script that a command starts: `tini -- bash -e /start`.
_WRAPPING = 8
_ALL = frozenset({"$@", "$*", "${@}", "${*}"})
_ASIDE = re.compile(r"(?:^|\s)(?:source|\.)\s+\S")


def read(sheet: Sheet, files: Files) -> Part:
    """What a script starts, whatever it is called with."""
    part = Part()
    text = Word(sheet.text, sheet, 0, len(sheet.text))
    if not sheet.text.startswith("#!") and "." not in sheet.file.name:
        return part
    stays = _stays(sheet)
    every = _with_exports(commands(text))
    found = _all(((each, started(replace(each, followed=stays))) for each in every), alternatives=True)
    complete = not _ASIDE.search(sheet.text)
    part.take(found, "script", sheet.file.parent, environment_complete=complete, grace=NOBODY_SAYS)
    return part


def _stays(sheet: Sheet) -> bool:
    """Whether the shell that reads a script keeps signals from what it runs: it stays, and hands none on."""
    return "trap " not in sheet.text


@dataclass(slots=True, repr=False)
class Follow:
    """Finds what a command starts, through the scripts of the program that it starts.

    folder: where relative paths start. copied: files of the image by their path there, as `Files.script` takes them.
    """

    files: Files
    folder: Path
    copied: Mapping[str, str] = field(default_factory=dict)
    _depth: int = 0

    def text(self, text: Word, variables: Variables | None = None) -> Started:
        """What a shell starts that is given this text."""
        self._depth += 1
        found = Started()
        for command in commands(text, variables):
            found.add(self.command(command, variables))
        self._depth -= 1
        return found

    def command(self, command: Command, variables: Variables | None = None) -> Started:
        """What one command starts."""
        found = started(command, variables)
        if found.launches and command.words:
            # An entrypoint that is told what to run: it starts nothing of its own.
            wrapping = self.files.script(command.words[0].text, self.folder, self.copied)
            self.files.followed |= {wrapping.file} if wrapping else set()
        if found.launches or not command.words or self._depth > _DEPTH:
            return found
        for number, word in enumerate(command.words[:_WRAPPING]):
            sheet = None if word.unknown else self.files.script(word.text, self.folder, self.copied)
            if sheet:
                inner = self._script(sheet, command.words[number + 1 :], variables)
                inner.complete = inner.complete and found.complete
                stays = command.followed and command.words[0].text != "exec"
                inner.launches = [replace(each, under_shell=each.under_shell or stays) for each in inner.launches]
                return inner
            if len(word.text.split()) > 1 and number and command.words[number - 1].text.startswith("-"):
                # `sh -c "./migrate && ./start-worker"`
                found.add(self.text(word, variables))
                return found
        if any(sign in command.words[0].text for sign in SIGNS) and "/" in command.words[0].text:
            # A script by its name, which is not here.
            found.complete = False
        return found

    def _script(self, sheet: Sheet, arguments: Sequence[Word], variables: Variables | None) -> Started:
        self.files.followed.add(sheet.file)
        self._depth += 1
        text = Word(sheet.text, sheet, 0, len(sheet.text))
        numbered = {str(number): text.part(0, 0, "") for number in range(1, 10)}
        numbered |= {str(number): word for number, word in enumerate(arguments, 1)}
        every = commands(text, {**(variables or {}), **numbered})
        running, stays = _with_exports(taken(every, arguments)), _stays(sheet)
        found = _all(
            ((each, self._inner(replace(each, followed=stays), arguments, variables)) for each in running),
            alternatives=False,
        )
        if not found.launches and any(started(each).launches for each in every):
            # It starts Celery somewhere, but not where it could be told to come to.
            found.complete = False
        self._depth -= 1
        return found

    def _inner(self, command: Command, arguments: Sequence[Word], variables: Variables | None) -> Started:
        if arguments and any(word.text in _ALL for word in command.words) and not _is_own(command):
            return self.command(Command(tuple(arguments)), variables)
        return self.command(command, variables)


def _with_exports(every: Iterable[Command]) -> Iterator[Command]:
    """Commands with the variables that `export` gave them before."""
    given: dict[str, Word] = {}
    for command in every:
        if command.words and command.words[0].text == "export":
            given |= command.assigned
        else:
            yield replace(command, assigned={**given, **command.assigned})


def _all(found: Iterable[tuple[Command, Started]], *, alternatives: bool) -> Started:
    """What all commands start.

    Of those in branches of which only one is taken, nobody knows which. alternatives: the first of each kind stands
    for them; otherwise none does.
    """
    pairs = [(command, each) for command, each in found if each.launches or not each.complete]
    whole = Started()
    for number, (command, each) in enumerate(pairs):
        others = pairs[:number] if alternatives else pairs
        if any(apart(command, other) and (not alternatives or _alike(each, its)) for other, its in others):
            whole.complete = False
        else:
            whole.add(each)
    return whole


def _alike(one: Started, other: Started) -> bool:
    return not {launch.kind for launch in one.launches}.isdisjoint(launch.kind for launch in other.launches)


def _is_own(command: Command) -> bool:
    """Whether a command that hands on its arguments says itself what is run."""
    return bool(started(command).launches) or not started(command).complete
