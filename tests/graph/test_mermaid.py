from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celerykit.findings import Finding
from celerykit.graph import Graph, draw
from celerykit.graph.mermaid import mermaid
from celerykit.graph.model import Edge, Node
from celerykit.values.places import Place
from tests.graph.build import graph
from tests.graph.projects import SHOP, drawn, large
from tests.rules.build import task

# Every line that we write, as Mermaid's grammar of flowcharts has it.
_NAME = r"[a-z]+\d*(?:_[a-z]+\d+)?"
_TEXT = r'"(?:[A-Za-z0-9 .,:/_()@=+\'-]|#\d+;|<br>)*"'
_BOX = rf"(?:\[\[|\[\(|\[/|\(\[|\{{\{{|\[|\(|>){_TEXT}(?:\]\]|\)\]|/\]|\]\)|\}}\}}|\]|\))"
GRAMMAR = re.compile(
    "|".join(
        [
            "flowchart LR",
            rf" *subgraph {_NAME}\[{_TEXT}\]",
            " *direction TB",
            " *end",
            rf" *{_NAME}{_BOX}:::[a-z]+",
            rf" *{_NAME} (?:-->|-\.->)(?:\|{_TEXT}\|)? {_NAME}",
            r" *classDef [a-z]+ [a-z:#0-9, -]+",
        ]
    )
)


def wrong(text: str) -> list[str]:
    """The lines that are none."""
    return [line for line in text.splitlines() if not GRAMMAR.fullmatch(line)]


def names(text: str) -> set[str]:
    return set(re.findall(rf"^ *({_NAME})(?:{_BOX}):::", text, re.MULTILINE)) | set(
        re.findall(rf"subgraph ({_NAME})\[", text)
    )


def test_each_line_is_one_of_mermaids() -> None:
    text = mermaid([drawn(SHOP)])

    assert wrong(text) == []
    assert text.startswith("flowchart LR\n")
    assert text.endswith("\n")


def test_ways_lead_between_parts_that_are_there() -> None:
    text = mermaid([drawn(SHOP)])

    ends = {
        end
        for pair in re.findall(rf"({_NAME}) (?:-->|-\.->)\S* ?(?:.*\| )?({_NAME})$", text, re.MULTILINE)
        for end in pair
    }
    assert ends
    assert ends <= names(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_means_anything_to_mermaid(title: str, label: str) -> None:
    nodes = (Node("m", "module", title), Node("t", "task", title, "m", title), Node("q", "queue", title))
    text = mermaid([Graph(title, "", nodes, (Edge("t", "q", label),))] * 2)

    assert wrong(text) == []


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("a_b.*", "a_b.#42;"),
        ('say "x"', "say #34;x#34;"),
        ("1. one", "1#46; one"),
        ("- one", "#45; one"),
        ("12) one", "12#41; one"),
        ("$$x$$", "#36; #36;x#36; #36;"),
        ("fa:fa-bell", "fa :fa-bell"),
        ("two\nlines", "two lines"),
        ("日", "#26085;"),
    ],
)
def test_what_would_mean_something_is_written_otherwise(title: str, written: str) -> None:
    assert f'queue1[["{written}"]]' in mermaid([Graph("app", "", (Node("q", "queue", title),))])


def test_findings_stand_in_the_box_of_what_they_are_about_the_gravest_first() -> None:
    place = Place("celeryconfig.py", 1, 1)
    found = [Finding(f"CK{n}", "r", severity, "m", "f", place) for n, severity in enumerate(["info", "error"], 900)]  # type: ignore[arg-type]
    text = mermaid([graph([*found, Finding("CK902", "a-rule", "warning", "m", "f", Place("x.py"))])])

    assert "E CK901, i CK900" in text
    assert '"found besides<br>W CK902 a-rule"' in text


def test_a_queue_that_loses_its_tasks_and_what_is_not_known_look_so() -> None:
    text = mermaid([drawn(SHOP)])

    assert '[["archive<br>no worker reads it"]]:::lost' in text
    assert re.search(r"queue\d+\[\[\"not known\"\]\]:::unknown", text)
    assert "-.->" in text


def test_several_apps_are_told_apart() -> None:
    first, second = Graph("app", "a.py"), Graph("app", "b.py")
    text = draw("mermaid", [first, second])

    assert 'subgraph a1["app (a.py)"]' in text
    assert 'subgraph a2["app (b.py)"]' in text


def test_it_stays_within_what_mermaid_draws(tmp_path: Path) -> None:
    text = mermaid([drawn(large(tmp_path))])

    assert wrong(text) == []
    assert len(text) < 50_000
    assert text.count("-->") + text.count("-.->") < 250
    assert "72 tasks" in text


def test_of_senders_without_number_they_are_joined_too() -> None:
    tasks = [task(f"p{n % 40}.sub{n}.mod.one", queue=f"q{n % 40}") for n in range(400)]
    text = mermaid([graph(tasks=tasks)])

    assert text.count("-->") + text.count("-.->") < 500
    assert len(text) < 50_000
