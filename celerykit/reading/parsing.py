"""Bytes into a syntax tree."""

from __future__ import annotations

import ast
import re
import sys
import warnings

from celerykit.project import Failure
from celerykit.values.places import Place

__all__ = ["UNPARSABLE", "failure_of", "may_be_newer", "parsed"]

# What parsing can raise: bad syntax, null bytes, nesting too deep, unknown encodings, and numbers too long.
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, LookupError)
# `except A, B:`, as Python 3.14 allows it.
_SEVERAL = re.compile(rb"^([ \t]*except[ \t]+)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)([ \t]*:)", re.MULTILINE)

# On the line of an error: what Python 3.12 and 3.14 brought. `type X = …`, `def f[T](…)`, `class C[T]`, `t"…"`.
_NEWER = re.compile(rb"""^[ \t]*(?:type[ \t]+\w+.*=|(?:async[ \t]+)?def[ \t]+\w+\[|class[ \t]+\w+\[)|\b[tT][rR]?["']""")


def failure_of(error: Exception, path: str) -> Failure:
    """Why a file does not parse, in one line, without what stands in it."""
    if isinstance(error, SyntaxError):
        # The message alone: the line it would quote may hold a secret.
        place = Place(path, error.lineno or 1, max(error.offset or 1, 1))
        return Failure("does-not-parse", f"{type(error).__name__}: {error.msg}", place, path)
    return Failure("does-not-parse", f"{type(error).__name__}: {error}", Place(path), path)


def may_be_newer(error: Exception, text: bytes) -> bool:
    """Whether what does not parse here may be right for a newer Python than the one that runs this."""
    if not isinstance(error, SyntaxError) or sys.version_info >= (3, 14):
        return False
    rows = text.splitlines()
    row = rows[error.lineno - 1] if error.lineno and error.lineno <= len(rows) else b""
    # Python 3.12 allows the same quotes inside of an f-string.
    return error.msg.startswith("f-string") or "multiple exception types" in error.msg or bool(_NEWER.search(row))


def parsed(text: bytes) -> tuple[ast.Module, tuple[bytes, ...]]:
    """The tree of a source, and its lines, in which the columns of the tree are counted.

    Raises what is in UNPARSABLE.
    """
    with warnings.catch_warnings():
        # Invalid escapes and the like are the program's own affair.
        warnings.simplefilter("ignore")
        text = _utf8(text)
        return _tree(text), tuple(_lines(text))


def _tree(text: bytes) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        if "multiple exception types" not in error.msg:
            raise
        # Only the columns behind the parentheses, on these lines, are then not those of the file.
        return ast.parse(_SEVERAL.sub(rb"\1(\2)\3", text))


def _utf8(text: bytes) -> bytes:
    """The source as UTF-8, in which `ast` counts columns, whatever encoding the file declares."""
    if text.isascii():
        return text
    import io
    import tokenize

    encoding, _ = tokenize.detect_encoding(io.BytesIO(text).readline)
    if encoding in {"utf-8", "utf-8-sig"}:
        return text.removeprefix(b"\xef\xbb\xbf")
    # A declaration in the first lines counts no more once the text is given as a string.
    return text.decode(encoding).replace("coding", "c0ding", 1).encode()


def _lines(text: bytes) -> list[bytes]:
    """Lines as Python's tokenizer counts them: a form feed or a Unicode separator ends none."""
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
