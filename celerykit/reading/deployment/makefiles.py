"""Makefiles and justfiles."""

from __future__ import annotations

import re
from dataclasses import replace

from celerykit.reading.deployment.command_lines import Started, started
from celerykit.reading.deployment.expansions import Variables
from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.parts import NOBODY_SAYS, Part
from celerykit.reading.deployment.sheets import Sheet, Word
from celerykit.reading.deployment.shell import commands

__all__ = ["read"]

_RECIPE = re.compile(r"^(?:\t| {2,})[ \t@+-]*(?P<command>(?:\\\n|[^\n])*)", re.MULTILINE)
_TARGET = re.compile(r"^(?P<name>[\w./-]+)[^=\n]*:(?!=)", re.MULTILINE)
_VARIABLE = re.compile(r"^(?P<name>\w+)[ \t]*[:?]?:?=[ \t]*(?P<value>[^\n#]*)", re.MULTILINE)


def read(sheet: Sheet, files: Files) -> Part:
    """What recipes start. They are for people at work on the program, and run beside nothing."""
    part = Part()
    whole = Word(sheet.text, sheet, 0, len(sheet.text))
    variables = _variables(whole)
    targets = [(match.start(), match["name"]) for match in _TARGET.finditer(sheet.text)]
    for match in _RECIPE.finditer(sheet.text):
        text = whole.part(match.start("command"), match.end("command"))
        found = Started()
        for command in commands(_for_shell(text), variables):
            found.add(started(command, variables))
        name = next((name for start, name in reversed(targets) if start < match.start()), "")
        part.take(found, "makefile", sheet.file.parent, name=name, grace=NOBODY_SAYS, environment_complete=False)
    return part


def _variables(whole: Word) -> Variables:
    found: dict[str, Word | None] = {}
    for match in _VARIABLE.finditer(whole.text):
        value = whole.part(match.start("value"), match.start("value") + len(match["value"].rstrip()))
        found[match["name"]] = None if match["name"] in found or "$" in value.text else value
    return found


def _for_shell(text: Word) -> Word:
    """`$(NAME)` is make's; `$$NAME` is the shell's."""
    plain = re.sub(r"\$\((\w+)\)", r"${\1}", text.text).replace("$$", "$")
    return replace(text, text=plain)
