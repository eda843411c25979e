"""Text that a terminal shows as meant."""

from __future__ import annotations

__all__ = ["TAB", "one_line", "shown", "width"]

TAB = 4


def one_line(text: str) -> str:
    """The text on one line, without characters that steer a terminal: messages may quote a user's file."""
    return text if text.isprintable() else "".join(map(_safe, text))


def shown(character: str) -> str:
    """A character of source as it is shown: a tab as spaces, what steers a terminal as a replacement."""
    return " " * TAB if character == "\t" else _safe(character)


def width(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in {"Mn", "Me", "Cf"} for character in text)


def _safe(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
