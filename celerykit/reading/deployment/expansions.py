"""Expansions in shell text, compose files and manifests: `$X`, `${X:-4}`, `$(X)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from celerykit.reading.deployment.sheets import Word

__all__ = ["Variables", "expanded"]

Variables = Mapping[str, Word | None]
"""What variables hold where a text is read; None for one that is set, but not known."""

_EXPANSION = re.compile(
    r"""\$\$?\{(?P<braced>\w+)(?::?[-=](?P<default>(?>(?:[^{}]|\{[^{}]*\})*)))?[^{}]*\}  # ${X:-4}; $${X} of compose
      | \$\$?(?P<bare>[A-Za-z_]\w*|[@*\#?!0-9])
      | \$\((?P<call>\w+)\)                                            # $(X): Kubernetes, make
      | \$\((?>(?:[^()]|\((?>(?:[^()]|\([^()]*\))*)\))*)\) | `[^`]*`
      | \{\{[^{}\n]*\}\}                                                    # a template's
    """,
    re.VERBOSE,
)


def expanded(word: Word, variables: Variables | None = None, *, quoted: bool = True) -> Word:
    """A word with its expansions in place, as far as they are known; quoted: it stays one word, whatever they hold."""
    unknown, variable, text, end = word.unknown, word.variable, [], 0
    for match in _EXPANSION.finditer(word.text):
        held = _held(match, word, variables or {})
        text += [word.text[end : match.start()], held.text if held else match[0]]
        end = match.end()
        unknown, variable = unknown or held is None, variable or (held.variable if held else _name(match))
    text.append(word.text[end:])
    # What is left of one that is not understood.
    if not end and "${" not in word.text:
        return word
    unknown = unknown or "${" in "".join(text)
    whole = _EXPANSION.fullmatch(word.text) is not None
    many = unknown and whole and (not quoted or word.text in {"$@", "$*"})
    return Word("".join(text), word.sheet, word.start, word.end, variable, unknown, many)


def _name(match: re.Match[str]) -> str:
    return match["braced"] or match["bare"] or match["call"] or ""


def _held(match: re.Match[str], word: Word, known: Variables) -> Word | None:
    """What an expansion stands for: what the variable holds, else the default beside it; None where it is not known."""
    name, default = _name(match), match["default"]
    held = known.get(name)
    if held is not None and not held.unknown and (held.text or default is None):
        return held
    if default is None or (held is None and name in known):
        return None
    inner = expanded(replace(word, text=default.replace('"', "").replace("'", ""), variable="", unknown=False), known)
    return None if inner.unknown else replace(inner, variable=name)
