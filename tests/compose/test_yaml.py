from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from celerykit.compose.yaml import interpolated, yaml_lines
from tests.compose.filled_in import composed

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12)
KEYS = st.text("abcdefghijklmnopqrstuvwxyz_-.", min_size=1).filter(lambda key: key[0].isalpha() or key[0] == "_")
VALUES = st.recursive(
    TEXTS | st.integers(),
    lambda inner: st.lists(TEXTS) | st.dictionaries(KEYS, inner) | st.lists(st.dictionaries(KEYS, TEXTS), max_size=3),
    max_leaves=12,
)


@pytest.mark.slow
@given(st.dictionaries(TEXTS, VALUES))
def test_what_is_written_is_what_is_read(value: dict[str, object]) -> None:
    text = "".join(f"{line}\n" for line in yaml_lines(value))  # type: ignore[arg-type]  # of any such values
    assert (yaml.safe_load(text) or {}) == value


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    value = {"a": "yes", "b": "6379:6379", "c": "1e3", "d": "~", "e": "# no comment"}
    assert yaml.safe_load("\n".join(yaml_lines(value))) == value


def test_a_text_of_lines_stays_readable() -> None:
    lines = list(yaml_lines({"content": "one = 1\n\ntwo = 2\n"}))
    assert lines == ["content: |", "  one = 1", "  ", "  two = 2"]
    assert yaml.safe_load("\n".join([*lines, ""]))["content"] == "one = 1\n\ntwo = 2\n"


@pytest.mark.parametrize("text", ["a$b", "$$", "${", "${1+1}", "$NAME", "100$"])
def test_a_dollar_is_a_dollar(text: str) -> None:
    written = interpolated(text)
    assert composed(f"a: {written.text!r}")["a"] == text
    assert written.variables == {}


def test_a_variable_without_a_default_must_be_set() -> None:
    assert interpolated("x${A}y").text == "x${A:?set A}y"
    assert interpolated("${A}${B:-2}").variables == {"A": "", "B": "2"}
