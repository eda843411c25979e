from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celerykit.pages import escaped, page, shared
from tests.pages.markup import elements

ASSETS = ("base.css", "base.js")


def policy_of(text: str) -> dict[str, str]:
    (meta,) = [one for one in elements(text) if one.attributes.get("http-equiv") == "Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in str(meta.attributes["content"]).split("; "))


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_a_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    text = page(title="t", body="<p>b</p>", styles=["p { color: red }"], scripts=["one('p');"])
    found = {element.tag: element for element in elements(text)}
    assert policy_of(text) == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "img-src": "data:",
        "style-src": digest(found["style"].text),
        "script-src": digest(found["script"].text),
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert found["style"].text.endswith("p { color: red }")
    assert found["script"].text.endswith("one('p');")


def test_a_page_is_of_ascii_whatever_it_says() -> None:
    text = page(title="Größe", body="<p>日本 \N{GRINNING FACE}</p>")
    assert text.isascii()
    assert {element.text for element in elements(text) if element.tag in {"title", "p"}} == {
        "Größe",
        "日本 \N{GRINNING FACE}",
    }


@pytest.mark.parametrize("name", ASSETS)
def test_what_all_pages_share_is_of_ascii_and_ends_no_element(name: str) -> None:
    assert shared(name).isascii()
    assert not re.search(r"</|<!--|https?:|url\(|@import", shared(name))


@given(st.text())
def test_an_escaped_text_is_that_text_and_no_markup(text: str) -> None:
    html = f'<p title="{escaped(text)}">{escaped(text)}</p>'
    (element,) = elements(html)
    assert list(element.attributes) == ["title"]
    assert element.text == element.attributes["title"]
    unchanged = "".join(one for one in element.text if one != "\N{REPLACEMENT CHARACTER}")
    assert len(element.text) == len(text)
    assert set(unchanged) <= set(text)
    html.encode("utf-8")


@pytest.mark.parametrize("unfit", ["\x00", "\x1b", "\r", "\x85", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_a_character_that_cannot_be_shown_is_replaced(unfit: str) -> None:
    assert escaped(f"a{unfit}b") == "a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize("fit", ["\t", "\n", "é", "א", "日", "\u200d", "\N{GRINNING FACE}"])
def test_other_characters_are_kept(fit: str) -> None:
    assert escaped(f"a{fit}b") == f"a{fit}b"
