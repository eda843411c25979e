"""Groups, chains and chords."""

from __future__ import annotations

import pytest

APP = """\
import celery
from celery import Celery, chain, chord, group
app = Celery('p')
@app.task
def f(): ...
@app.task
def g(): ...
"""


def told(canvas):
    return canvas.kind, canvas.tasks, canvas.body


@pytest.mark.parametrize(
    ("line", "kind", "tasks", "body"),
    [
        ("group(f.s(1), g.s())", "group", ("proj.f", "proj.g"), None),
        ("group([f.s(1), g.s()])", "group", ("proj.f", "proj.g"), None),
        ("group(f.s(i) for i in x)", "group", ("proj.f",), None),
        ("group(*[f.s(i) for i in x])", "group", ("proj.f",), None),
        ("celery.group([f.s()])()", "group", ("proj.f",), None),
        ("chain(f.s(), g.s())", "chain", ("proj.f", "proj.g"), None),
        ("f.s() | g.s() | f.si()", "chain", ("proj.f", "proj.g", "proj.f"), None),
        ("(f.s(1) | g.s()).apply_async()", "chain", ("proj.f", "proj.g"), None),
        ("chord([f.s(i) for i in x])(g.s())", "chord", ("proj.f",), "proj.g"),
        ("chord([f.s(), f.s()], g.s())", "chord", ("proj.f", "proj.f"), "proj.g"),
        ("chord(header=[f.s()], body=g.s())", "chord", ("proj.f",), "proj.g"),
        ("chord(f.s(i) for i in x)(g.s())", "chord", ("proj.f",), "proj.g"),
        ("celery.chord([f.s()])(g.s())", "chord", ("proj.f",), "proj.g"),
        ("from celery import chord as c\nc([f.s()])(g.s())", "chord", ("proj.f",), "proj.g"),
        ("chord([f.s()] + [g.s()])(g.s())", "chord", ("proj.f", "proj.g"), "proj.g"),
        ("chord(list(f.s(i) for i in x))(g.s())", "chord", ("proj.f",), "proj.g"),
        ("chord([*(f.s(i) for i in x), g.s()])(g.s())", "chord", ("proj.f", "proj.g"), "proj.g"),
        ("h = []\nh.extend([f.s()])\nh += [g.s()]\nchord(h)(g.s())", "chord", ("proj.f", "proj.g"), "proj.g"),
        ("header = [f.s()]\ncallback = g.s()\nchord(header)(callback)", "chord", ("proj.f",), "proj.g"),
        ("header = []\nfor i in x:\n    header.append(f.s(i))\nchord(header)(g.s())", "chord", ("proj.f",), "proj.g"),
    ],
)
def test_reads(line, kind, tasks, body, app_of):
    (canvas,) = app_of(f"{APP}{line}\n").canvases
    assert told(canvas) == (kind, tasks, body)
    assert canvas.complete
    assert not canvas.nested


@pytest.mark.parametrize(
    "line",
    [
        "group(f.s(), f.s()) | g.s()",
        "chain(group([f.s(), f.s()]), g.s())",
        "many = group([f.s(), f.s()])\nmany | g.s()",
    ],
)
def test_knows_a_chord_that_is_not_called_one(line, app_of):
    canvases = app_of(f"{APP}{line}\n").canvases
    assert ("chord", ("proj.f", "proj.f"), "proj.g") in [told(canvas) for canvas in canvases]


def test_says_where_there_may_be_more(app_of):
    canvases = app_of(f"{APP}group(unheard_of)\nchord(made())(g.s())\nchord([f.s(), other])(g.s())\n").canvases
    assert [(canvas.tasks, canvas.complete) for canvas in canvases] == [
        ((), False),
        ((None,), False),
        (("proj.f", None), True),
    ]


def test_says_where_a_header_holds_another(app_of):
    (outer, *_) = app_of(f"{APP}chord([group(f.s()), f.s()])(g.s())\n").canvases
    assert outer.nested


@pytest.mark.parametrize("line", ["x = a | b", "re.A | re.B", "group(1)", "def f(x: int | None): ...", "chain"])
def test_takes_nothing_else_for_a_canvas(line, app_of):
    text = f"from celery import Celery\nfrom itertools import chain\nfrom x import group\napp = Celery('p')\n{line}\n"
    assert app_of(text + "t = app.task(x).s()\n").canvases == ()


def test_a_chord_of_a_group(app_of):
    (outer, inner) = app_of(f"{APP}chord(group(f.s(), f.s()))(g.s())\n").canvases
    assert (told(outer), inner.kind) == (("chord", ("proj.f", "proj.f"), "proj.g"), "group")


@pytest.mark.parametrize("inner", ["chord([f.s()])(g.s())", "chord([f.s()], g.s())"])
def test_a_chord_in_a_header_is_nested(inner, app_of):
    assert any(canvas.nested for canvas in app_of(f"{APP}chord([{inner}])(g.s())\n").canvases)


@pytest.mark.parametrize("text", ["h = h\nchord(h)(g.s())", "h = [*h]\nchord(h)(g.s())", "h.sort()\nchord(h)(g.s())"])
def test_ends_where_a_list_leads_to_itself(text, app_of):
    (canvas,) = app_of(f"{APP}{text}\n").canvases
    assert not canvas.complete
