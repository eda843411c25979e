"""Which commands of a script run, as far as its arguments and variables tell."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from celerykit.reading.deployment.sheets import Word
from celerykit.reading.deployment.shell import Command, Turn

__all__ = ["apart", "taken"]

_BRACKETS = frozenset({"[", "[[", "]", "]]", "test"})


def taken(every: Sequence[Command], arguments: Sequence[Word]) -> list[Command]:
    """The commands that may run: those in no branch that is known not to be taken, and in functions that are called.

    A script often calls the function that its first argument names.
    """
    verdicts = _verdicts(every)
    running = [each for each in every if all(verdicts.get((turn.of, turn.number)) is not False for turn in each.turns)]
    called = {word.text for word in arguments[:1]} | {each.words[0].text for each in running if each.words}
    return [each for each in running if not each.function or each.function in called]


def apart(one: Command, other: Command) -> bool:
    """Whether two commands never run both: they stand in different branches of one `if`."""
    numbers = {turn.of: turn.number for turn in one.turns if not turn.patterns}
    return any(numbers.get(turn.of, turn.number) != turn.number for turn in other.turns if not turn.patterns)


def _verdicts(every: Sequence[Command]) -> dict[tuple[int, int], bool | None]:
    """By fork and number of the branch, whether it is taken; None where that cannot be known."""
    held: dict[tuple[int, int], list[bool | None]] = {}
    turns: dict[tuple[int, int], Turn] = {}
    for each in every:
        for turn in each.turns:
            turns.setdefault((turn.of, turn.number), turn)
        if each.decides:
            held.setdefault((each.decides.of, each.decides.number), []).append(_holds(each.words))
    found: dict[tuple[int, int], bool | None] = {}
    for key in sorted(turns):
        turn = turns[key]
        earlier = [verdict for (of, _), verdict in found.items() if of == turn.of]
        own = _matches(turn) if turn.patterns else _only(held.get(key, [True] if turn.number else [None]))
        found[key] = False if True in earlier or own is False else None if None in earlier else own
    return found


def _only(verdicts: list[bool | None]) -> bool | None:
    return verdicts[0] if len(verdicts) == 1 else None


def _matches(turn: Turn) -> bool | None:
    if turn.subject is None or turn.subject.unknown:
        return None
    return any(fnmatchcase(turn.subject.text, pattern) for pattern in turn.patterns)


def _holds(words: Sequence[Word]) -> bool | None:
    """Whether a condition holds: `[ "$1" = worker ]`, `[[ -z $X ]]`; None where that cannot be known."""
    texts = [word.text for word in words if word.text not in _BRACKETS]
    if any(word.unknown for word in words) or not words or words[0].text not in _BRACKETS:
        return None
    match texts:
        case [left, "=" | "==", right]:
            return left == right
        case [left, "!=", right]:
            return left != right
        case ["-n", text]:
            return bool(text)
        case ["-z", text]:
            return not text
        case _:
            return None
