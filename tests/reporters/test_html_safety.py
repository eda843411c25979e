"""No text breaks out of the page, no secret comes into it, and it asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celerykit.findings import Finding, Label, Report, Thing, Undecided
from celerykit.reporters import render
from celerykit.values.places import Place
from tests.pages.markup import elements
from tests.reporters.html_reports import many
from tests.reporters.sample import lines, lines_of, one


def test_nothing_of_the_page_is_asked_for_elsewhere() -> None:
    page = render("html", many(3), lines=lines)
    assert "://" not in page
    assert page.isascii()
    assert str(Path.cwd()) not in page


nasty = st.sampled_from(
    ["</script>", "<script>", "<img src=x onerror=alert(1)>", '"', "'", '" onclick="', "&lt;", "<!--", "]]>", "\u202e",
     "\x00", "\x1b[2J", "\r\n", "א", "\ud800", "\N{GRINNING FACE}", "</code></p>", "{", "%s", "\\u003c", "`${x}`"]
)  # fmt: skip
text = st.lists(nasty | st.text(max_size=5), max_size=5).map(lambda parts: f"x{''.join(parts)}")


@given(st.data())
def test_no_text_of_a_report_becomes_markup(data: st.DataObject) -> None:
    drawn: dict[str, str] = {}

    def hostile(name: str) -> str:
        return drawn.setdefault(name, f"{name} {data.draw(text)}")

    pages = [render("html", _filled(fill), lines=lambda path: (path, path)) for fill in (hostile, str)]
    shapes = [[(element.tag, tuple(element.attributes)) for element in elements(page)] for page in pages]
    assert shapes[0] == shapes[1]
    assert pages[0].isascii()


def _filled(fill: Callable[[str], str]) -> Report:
    """A report with two findings, in which every text is what `fill` gives for its name."""
    findings = tuple(
        Finding(
            code=fill(f"code {number}"),
            rule=fill("rule"),
            severity="error",
            message=fill("message"),
            fix=fill("fix"),
            place=place,
            subject=fill("a subject"),
            label=fill("label"),
            related=(Label(Place(fill("path"), 9, 1), fill("text")),),
            things=(Thing("queue", fill("thing")),),
            symptoms=(fill(f"symptom {number}"),),
        )
        for number, place in enumerate((None, Place(fill("path"), 1, 1, 1)))
    )
    return Report(
        findings=findings,
        unknown=(Undecided(fill("setting"), fill("expression"), Place(fill("path"))),),
        not_checked=(fill("sentence"),),
        seen=(fill("seen"),),
        subjects=(fill("a subject"),),
    )


around = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6).filter(lambda text: "://" not in text)


@given(st.sampled_from(["redis", "amqp", "db+postgresql", "nonsense"]), around, around)
def test_no_password_of_a_url_in_the_source_comes_out(scheme: str, before: str, after: str) -> None:
    url = f"{scheme}://user:{before}hunter2{after}@host:6379/0"
    page = render("html", one(place=Place("x.py", 1, 1, 11)), lines=lines_of(f"broker_url = {url!r}"))
    assert "hunter2" not in page


@pytest.mark.parametrize(
    "source",
    [
        ('broker_url = "redis://:hunter2@cache/0"',),
        ('broker_password = "hunter2"',),
        ("redis_password = (", '    "hunter2"', ")"),
        ('redis_password = """first', "hunter2", 'last"""'),
        ("x" * 500 + ' = "redis://:hunter2@cache/0"',),
    ],
)
@pytest.mark.parametrize("column", [1, 20])
def test_a_secret_in_the_source_is_not_quoted(source: tuple[str, ...], column: int) -> None:
    number = next(number for number, line in enumerate(source, 1) if "hunter2" in line)
    page = render("html", one(place=Place("x.py", number, column, column + 4)), lines=lines_of(*source))
    assert "hunter2" not in page
