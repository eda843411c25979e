"""What is about no part of a picture, and what a picture cannot show, stands beside it in every form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from celerykit.findings import Finding
from celerykit.graph import FORMATS, draw
from celerykit.values.places import Place
from tests.graph.build import graph
from tests.rules.build import task

FOUND = [Finding(f"CK9{n:02}", "a-rule", "warning", f"wrong {n}", "f", Place("x.py", n)) for n in range(1, 20)]


@pytest.mark.parametrize("form", FORMATS)
def test_findings_that_belong_nowhere_are_listed(form: str) -> None:
    text = draw(form, [graph(FOUND[:1])])

    assert "CK901" in text
    assert "a-rule" in text


@pytest.mark.parametrize(("form", "words"), [("svg", "and 7 findings more"), ("mermaid", "and 11 more")])
def test_of_many_the_first_are_listed_and_the_others_counted(form: str, words: str) -> None:
    text = draw(form, [graph(FOUND)])

    assert words in text
    assert "CK901" in text
    assert "CK919" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_that_tasks_run_where_they_are_called_is_told(form: str) -> None:
    assert "task_always_eager is on" in draw(form, [graph(tasks=[task("a.one")], task_always_eager=True)])


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_said_beside_a_picture_that_shows_all(form: str) -> None:
    text = draw(form, [graph(facts={"tasks_complete": True})])

    assert 'class="below"' not in text
    assert "beside[" not in text
    assert "<h2>Besides" not in text


@pytest.mark.parametrize("form", ["svg", "mermaid"])
def test_what_one_app_has_does_not_stand_beside_another(form: str) -> None:
    at_task = Finding("CK950", "a-rule", "warning", "wrong", "f", Place("a.py", 1))
    one, other = graph([at_task, FOUND[0]], tasks=[task("a.one")]), graph([at_task, FOUND[0]])
    text = draw(form, [one, other])

    assert text.count("CK901") == 1
    assert "CK950 a-rule" not in text


def test_a_finding_without_a_line_is_about_the_app_that_it_names() -> None:
    found = Finding("CK201", "a-rule", "warning", "wrong", "f", subject="other.py")

    assert graph([found]).beside == (found,)
    assert graph([replace(found, subject="celeryconfig.py")]).beside == ()
