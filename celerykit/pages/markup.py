"""Text in HTML."""

from __future__ import annotations

import re

__all__ = ["escaped"]

# What HTML cannot hold, or what turns the text around it: controls, half characters, marks of direction.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escaped(text: str) -> str:
    """The text as HTML, in an element or in the quotes of an attribute: no part of it is markup.

    A character that cannot be shown is U+FFFD. Letters of a script written from right to left are kept: what holds
    them is a `<bdi>`, or isolated by its style.
    """
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text).translate(_ENTITIES)
