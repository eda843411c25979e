"""How wide a text is that nobody has drawn yet, and how it is made to fit."""

from __future__ import annotations

__all__ = ["cells", "fitted", "width"]

# Of the fonts that a browser may choose, the widest: monospaced ones take 0.55 to 0.602 of their size a letter.
_LETTER = 0.61
_ELLIPSIS = "…"


def width(text: str, size: float) -> float:
    """The width of a text in a monospaced font of that size; never less than it takes."""
    return _cells(text) * _LETTER * size


def cells(space: float, size: float) -> int:
    """How many letters of that size fit into the space."""
    return int(space / (_LETTER * size))


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x1F000 else 1 for letter in text)


def fitted(text: str, cells: int) -> str:
    """The text, shortened in its middle to so many letters: both ends of a dotted name tell something."""
    if _cells(text) <= cells:
        return text
    head = tail = 0
    used = 1
    while used < cells and head + tail < len(text):
        at_end = tail <= head * 1.5  # the end of a name tells more than its beginning
        letter = text[len(text) - 1 - tail] if at_end else text[head]
        used += _cells(letter)
        if used > cells:
            break
        head, tail = (head, tail + 1) if at_end else (head + 1, tail)
    return text[:head] + _ELLIPSIS + text[len(text) - tail :]
