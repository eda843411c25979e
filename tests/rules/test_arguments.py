from __future__ import annotations

import inspect

from hypothesis import given
from hypothesis import strategies as st

from celerykit.project import Parameters
from celerykit.rules.arguments import mismatch

NAMES = ("x", "y", "z", "w")


@given(
    required=st.integers(0, 2),
    optional=st.integers(0, 1),
    keyword=st.booleans(),
    needed=st.booleans(),
    args=st.booleans(),
    kwargs=st.booleans(),
    count=st.integers(0, 4),
    words=st.sets(st.sampled_from(NAMES)),
)
def test_agrees_with_python(
    required: int, optional: int, keyword: bool, needed: bool, args: bool, kwargs: bool, count: int, words: set[str]
) -> None:
    positional = NAMES[: required + optional]
    kinds = inspect.Parameter
    declared = [
        kinds(name, kinds.POSITIONAL_OR_KEYWORD, default=kinds.empty if place < required else None)
        for place, name in enumerate(positional)
    ]
    declared += [kinds("more", kinds.VAR_POSITIONAL)] if args else []
    declared += [kinds("w", kinds.KEYWORD_ONLY, default=kinds.empty if needed else None)] if keyword else []
    declared += [kinds("rest", kinds.VAR_KEYWORD)] if kwargs else []
    must = {*positional[:required], *(["w"] if keyword and needed else [])}
    takes = Parameters(positional, frozenset(must), frozenset(["w"] if keyword else []), args, kwargs)
    try:
        inspect.Signature(declared).bind(*range(count), **dict.fromkeys(words))
    except TypeError:
        assert mismatch(count, words, takes)
    else:
        assert mismatch(count, words, takes) is None
