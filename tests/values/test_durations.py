from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celerykit.values.durations import in_words, seconds


@pytest.mark.parametrize(
    ("written", "length"),
    [
        (30, 30),
        ("30", 30),
        ("30s", 30),
        ("30m", 1800),
        ("1h30m", 5400),
        ("2 days", 172800),
        ("1 hour 5 minutes", 3900),
        ("500ms", 0.5),
        (timedelta(hours=1), 3600),
        (0.5, 0.5),
        ("1w", 604800),
    ],
)
def test_reads_lengths_as_people_write_them(written: object, length: float) -> None:
    assert seconds(written) == length


@pytest.mark.parametrize(
    "written", ["", "soon", "30x", "m30", "1h nothing", -1, "-5", True, None, [], float("nan"), "inf"]
)
def test_refuses_what_is_no_length(written: object) -> None:
    with pytest.raises(ValueError, match="length of time"):
        seconds(written)


@given(st.text())
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    with suppress(ValueError):
        assert seconds(text) >= 0


@given(st.integers(0, 10**7))
def test_whole_seconds_survive_in_words(length: int) -> None:
    written = in_words(length).replace(" min", "m")
    assert seconds(written.replace(" ", "")) == length or length >= 86400


@pytest.mark.parametrize(("length", "words"), [(5400, "1 h 30 min"), (0.5, "0.5 s"), (60, "1 min"), (86400, "1 d")])
def test_says_lengths_as_people_do(length: float, words: str) -> None:
    assert in_words(length) == words
