from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celerykit.graph import Graph, draw
from celerykit.graph.model import Node
from celerykit.graph.sheet import sheet
from celerykit.pages import shared
from tests.graph.projects import SHOP, drawn, large

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)


def texts(root: ET.Element, name: str) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter() if name in (each.get("class") or "").split()]


def test_it_is_one_file_that_asks_for_nothing() -> None:
    text = sheet([drawn(SHOP)])

    root = parsed(text)
    assert root.tag == f"{SVG}svg"
    assert "href" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"url\((?!#)", text)
    assert not list(root.iter(f"{SVG}script"))


def test_it_tells_itself_to_who_cannot_see_it() -> None:
    root = parsed(sheet([drawn(SHOP)])).find(f"{SVG}svg")

    assert root is not None
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert told is not None
    assert title.text == "shop.app:app"
    assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert told.text == (
        "What sends tasks, where they go and who runs them. files that send: 1, scheduled: 3, tasks: 9, queues: 6, "
        "workers: 3, findings: 4 errors, 8 warnings, 4 info."
    )


def test_each_part_has_a_title_with_its_full_name_and_what_is_wrong() -> None:
    root = parsed(sheet([drawn(SHOP)]))

    titles = [each.text for each in root.iter(f"{SVG}title")]
    assert "queue archive, no worker reads it" in titles
    assert "route shop.orders.archive, 1 error" in titles


def test_a_severity_has_a_letter_and_a_shape_of_its_own() -> None:
    root = parsed(sheet([drawn(SHOP)]))

    marks = [each for each in root.iter(f"{SVG}g") if "mark" in (each.get("class") or "").split()]
    seen = {(each.get("class"), texts(each, "letter")[0], each.findall(f"{SVG}path")[0].get("d")) for each in marks}
    assert {(name, letter) for name, letter, _ in seen} == {
        ("mark error", "E"),
        ("mark warning", "W"),
        ("mark info", "i"),
    }
    assert len({shape for _, _, shape in seen}) == 3


def test_columns_are_named_once_each() -> None:
    headings = texts(parsed(sheet([drawn(SHOP)])), "heading")

    assert headings == ["publishers", "tasks", "routes", "exchanges", "queues", "workers", "results"]


def test_ids_are_told_apart_where_several_apps_are_drawn() -> None:
    root = parsed(sheet([drawn(SHOP), drawn(SHOP)]))

    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    used = re.findall(r"url\(#([^)]+)\)", sheet([drawn(SHOP), drawn(SHOP)]))
    assert set(used) <= set(ids)
    assert texts(root, "app") == ["shop.app:app", "shop.app:app"]


def test_what_is_folded_tells_how_many_it_holds(tmp_path: Path) -> None:
    root = parsed(sheet([drawn(large(tmp_path))]))

    assert "72 tasks" in texts(root, "note")
    assert not [text for text in texts(root, "name") if "task" in text]


@given(st.text(max_size=40))
def test_no_text_is_markup(text: str) -> None:
    picture = Graph(text, "", (Node("q", "queue", text, note=text),))

    root = parsed(sheet([picture]))
    assert [each.tag for each in root.iter() if each.tag == f"{SVG}script"] == []


def test_the_same_apps_give_the_same_bytes() -> None:
    drawn.cache_clear()
    first = {form: draw(form, [drawn(SHOP)]) for form in ("mermaid", "svg", "html")}
    drawn.cache_clear()
    assert {form: draw(form, [drawn(SHOP)]) for form in first} == first


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_colours_are_those_of_pages(scheme: str) -> None:
    own = (Path(__file__).parents[2] / "celerykit" / "graph" / "palette.css").read_text(encoding="utf-8")
    number = ("light", "dark").index(scheme)
    ours, theirs = (_colours(text, number) for text in (own, shared("base.css")))

    assert ours
    assert ours.items() <= theirs.items()


def _colours(text: str, number: int) -> dict[str, str]:
    """The names and values of the scheme's block: the first, or the one for the dark."""
    part = text.split("prefers-color-scheme: dark")[number].partition("@media")[0]
    return dict(re.findall(r"(--[\w-]+): (#\w+);", part))
