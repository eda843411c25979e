"""Units of systemd, and programs of supervisor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from celerykit.project import State, Value
from celerykit.reading.deployment.expansions import expanded
from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.parts import UNSET, Part
from celerykit.reading.deployment.scripts import Follow
from celerykit.reading.deployment.sheets import Sheet, Word, value_of
from celerykit.reading.deployment.shell import Command, simple_words
from celerykit.reading.deployment.sizes import length_of

__all__ = ["of_supervisor", "of_systemd"]

# DefaultTimeoutStopSec of systemd-system.conf(5); stopwaitsecs of http://supervisord.org/configuration.html.
_SYSTEMD_GRACE = Value(State.DEFAULT, 90)
_SUPERVISOR_GRACE = Value(State.DEFAULT, 10)
_ONE = Value(State.DEFAULT, 1)

_SYSTEMD = re.compile(r"^[ \t]*(?P<key>\w+)[ \t]*=[ \t]*(?P<value>(?:\\[ \t]*\n|[^\n])*)", re.MULTILINE)
_SECTION = re.compile(r"^\[(?P<section>[^\]\n]+)\]", re.MULTILINE)
_SUPERVISOR = re.compile(r"^(?P<key>\w+)[ \t]*=[ \t]*(?P<value>[^\n]*(?:\n[ \t]+[^\n]+)*)", re.MULTILINE)
_PAIR = re.compile(r"(?P<name>\w+)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s,\"']*)")
_PAIR_OF_SYSTEMD = re.compile(r"(?P<name>\w+)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']*)")
# What systemd and supervisor put in themselves: differs from unit to unit, so it is written as a variable.
_SPECIFIER = re.compile(r"%%|%\((?P<name>\w+)\)[sd\d]*|%(?P<letter>[A-Za-z])")


def of_systemd(sheet: Sheet, files: Files) -> Part:
    """What a unit starts. What stands in its EnvironmentFile is not known."""
    part = Part()
    keys = list(_keys(_SYSTEMD, Word(sheet.text, sheet, 0, len(sheet.text))))
    last = dict(keys)
    variables = {
        name: word for key, text in keys if key == "Environment" for name, word in _pairs(text, systemd=True).items()
    }
    stop = last.get("TimeoutStopSec") or last.get("TimeoutSec")
    for key, text in keys:
        if key == "ExecStart":
            begin = len(text.text) - len(text.text.lstrip("-@:+!"))
            found = Follow(files, sheet.file.parent).command(_command(_own(text, begin), variables), variables)
            part.take(
                found,
                "systemd",
                sheet.file.parent,
                name=sheet.file.name.partition(".service")[0],
                environment={name: value_of(word, name=name) for name, word in variables.items()},
                environment_complete="EnvironmentFile" not in last and "PassEnvironment" not in last,
                user=value_of(_own(last["User"], 0)) if "User" in last else UNSET,
                grace=_length(stop) or _SYSTEMD_GRACE,
                stop_signal=value_of(_own(last["KillSignal"], 0)) if "KillSignal" in last else UNSET,
                # A template, `worker@.service`, stands for any number of units.
                replicas=Value(State.UNKNOWN) if "@." in sheet.file.name else _ONE,
            )
    return part


def of_supervisor(sheet: Sheet, files: Files) -> Part:
    """What the programs of a supervisor's file start."""
    part = Part()
    heads = list(_SECTION.finditer(sheet.text))
    whole = Word(sheet.text, sheet, 0, len(sheet.text))
    for number, head in enumerate(heads):
        kind, _, name = head["section"].partition(":")
        if kind.strip() != "program":
            continue
        end = heads[number + 1].start() if number + 1 < len(heads) else len(sheet.text)
        keys = dict(_keys(_SUPERVISOR, whole.part(head.end(), end)))
        if "command" in keys:
            variables = _pairs(keys["environment"]) if "environment" in keys else {}
            follow = Follow(files, sheet.file.parent)
            part.take(
                follow.command(_command(_own(keys["command"], 0), {}), {}),
                "supervisor",
                sheet.file.parent,
                name=name.strip(),
                environment={key: value_of(word, name=key) for key, word in variables.items()},
                user=value_of(_own(keys["user"], 0)) if "user" in keys else UNSET,
                grace=_length(keys.get("stopwaitsecs")) or _SUPERVISOR_GRACE,
                stop_signal=value_of(_own(keys["stopsignal"], 0)) if "stopsignal" in keys else UNSET,
                replicas=_length(keys.get("numprocs")) or _ONE,
            )
    return part


def _keys(pattern: re.Pattern[str], text: Word) -> Iterator[tuple[str, Word]]:
    for match in pattern.finditer(text.text):
        value = match["value"]
        comment = re.search(r"\s;", value)
        kept = (value[: comment.start()] if comment and pattern is _SUPERVISOR else value).rstrip()
        yield match["key"], text.part(match.start("value"), match.start("value") + len(kept))


def _own(text: Word, begin: int) -> Word:
    """A text from an offset on, with what the program that reads it puts in as variables."""
    rest = text.part(begin, len(text.text))
    plain = _SPECIFIER.sub(lambda match: _meant(match), rest.text)
    return expanded(replace(rest, text=plain)) if plain != rest.text and " " not in plain else replace(rest, text=plain)


def _meant(match: re.Match[str]) -> str:
    return "%" if match[0] == "%%" else "${" + (match["name"] or match["letter"]) + "}"


def _command(text: Word, variables: Mapping[str, Word | None]) -> Command:
    return Command(simple_words(text, variables))


def _pairs(text: Word, *, systemd: bool = False) -> dict[str, Word]:
    """`A=1 "B=2"` of systemd, `A="1",B="2"` of supervisor."""
    found = {}
    for match in (_PAIR_OF_SYSTEMD if systemd else _PAIR).finditer(text.text):
        value = match["value"]
        begin, end = match.span("value")
        if value[:1] in {'"', "'"} and len(value) > 1:
            begin, end = begin + 1, end - 1
        elif systemd and match.start() and text.text[match.start() - 1] == '"':
            # The quotes are around the whole: "OPTS=-c 4 -Q a".
            close = text.text.find('"', end)
            end = close if close >= 0 else len(text.text)
        found[match["name"]] = _own(text.part(begin, end), 0)
    return found


def _length(text: Word | None) -> Value | None:
    if text is None:
        return None
    length = length_of(text.text)
    return value_of(text, length) if length is not None else Value(State.UNKNOWN, place=text.place)
