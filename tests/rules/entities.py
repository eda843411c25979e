"""Objects in a configuration, as reading sees them: kombu's queues and exchanges, expressions among the routes."""

from __future__ import annotations

from typing import Any

from celerykit.project import Opaque, State, Value
from celerykit.values.places import Place, Source
from tests.rules.build import known

__all__ = ["broadcast", "exchange", "key_of", "pattern", "queue"]


def queue(*args: Any, line: int = 1, **words: Any) -> Value:
    """`Queue(…)`."""
    return _made("kombu.Queue", "Queue", args, words, line)


def exchange(*args: Any, **words: Any) -> Value:
    """`Exchange(…)`."""
    return _made("kombu.Exchange", "Exchange", args, words, 1)


def broadcast(*args: Any, **words: Any) -> Value:
    """`Broadcast(…)`."""
    return _made("kombu.common.Broadcast", "Broadcast", args, words, 1)


def pattern(text: str) -> Value:
    """`re.compile("…")` in a list of pairs."""
    return _made("re.Pattern", "re.compile", (text,), {}, 1)


def key_of(text: str) -> Opaque:
    """`re.compile("…")` as the key of a mapping."""
    return Opaque("re.Pattern", f"re.compile({text!r})")


def _made(kind: str, name: str, args: tuple[Any, ...], words: dict[str, Any], line: int) -> Value:
    place = Place("celeryconfig.py", line, 5)
    items = tuple(known(arg, place) for arg in args)
    keys = {word: known(value, place) for word, value in words.items()}
    text = f"{name}({', '.join([*map(repr, args), *(f'{word}=…' for word in words)])})"
    return Value(State.KNOWN, Opaque(kind, text), place, Source("program"), text, keys=keys, items=items)
