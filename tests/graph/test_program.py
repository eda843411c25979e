from __future__ import annotations

from dataclasses import replace

from celerykit.project import Canvas
from celerykit.values.places import Place
from tests.graph.build import graph, parts, ways
from tests.rules.build import call, read, task


def test_tasks_stand_in_their_modules_and_files_that_send_in_their_folders() -> None:
    sent = replace(call("proj.a.one"), place=Place("web/views.py", 3))
    picture = graph(tasks=[task("proj.a.one"), task("proj.b.two")], calls=[sent])

    assert parts(picture, "module") == {"proj.a": "", "proj.b": ""}
    assert [node.title for node in picture.held("module proj.a")] == ["one"]
    assert parts(picture, "folder") == {"web/": ""}
    assert ways(picture, "publisher") == {("views.py", "one", True)}


def test_a_task_that_sends_another_is_its_publisher() -> None:
    sent = replace(call("proj.b.two"), within="proj.a.one")
    picture = graph(tasks=[task("proj.a.one"), task("proj.b.two")], calls=[sent])

    assert ("one", "two", True) in ways(picture, "task")
    assert parts(picture, "publisher") == {}


def test_a_task_that_sends_itself_again_has_no_way_to_itself() -> None:
    picture = graph(tasks=[task("proj.a.one")], calls=[replace(call("proj.a.one", "retry"), within="proj.a.one")])

    assert not [edge for edge in picture.edges if edge.start == edge.end]


def test_what_is_sent_and_not_known_is_drawn_as_that() -> None:
    picture = graph(tasks=[task("proj.a.one")], calls=[call(None, "send_task")])

    (unknown,) = [node for node in picture.nodes if node.kind == "task" and not node.known]
    assert unknown.title == "which task, is not known"
    assert ("web.py", unknown.title, True) in ways(picture, "publisher")


def test_a_canvas_that_is_called_is_no_task_that_is_not_known() -> None:
    parts_of_it = [call("proj.a.one", "signature"), call(None, "apply_async")]
    picture = graph(tasks=[task("proj.a.one")], calls=parts_of_it)

    assert all(node.known for node in picture.nodes if node.kind == "task")


def test_another_apps_task_is_not_drawn() -> None:
    picture = graph(
        tasks=[task("proj.a.one")], calls=[call("other.task")], facts={"elsewhere": frozenset({"other.task"})}
    )

    assert parts(picture, "publisher") == {}


def test_a_task_that_was_not_seen_is_drawn_apart() -> None:
    picture = graph(tasks=[task("proj.a.one")], calls=[call("theirs.task"), call("celery.accumulate")])

    assert parts(picture, "module") == {"proj.a": "", "not seen in this program": "", "celery": ""}
    assert [node.known for node in picture.nodes if node.title == "theirs.task"] == [False]


def test_a_task_without_a_known_name_says_so() -> None:
    picture = graph(tasks=[replace(task("proj.a.one"), name=None)])

    assert parts(picture, "task") == {"one": "its name is not known"}


def test_the_parts_of_a_chain_and_of_a_chord_follow_on_each_other() -> None:
    tasks = [task("proj.a.one"), task("proj.a.two"), task("proj.a.three")]
    chain = Canvas("chain", Place("web.py", 1), ("proj.a.one", "proj.a.two"))
    chord = Canvas("chord", Place("web.py", 2), ("proj.a.two", None), "proj.a.three")
    picture = graph(tasks=tasks, facts={"canvases": (chain, chord)})

    edges = {(edge.start, edge.end, edge.label) for edge in picture.edges}
    assert ("task proj.a.one", "task proj.a.two", "chain") in edges
    assert ("task proj.a.two", "task proj.a.three", "chord") in edges


def test_where_a_result_is_read_is_told_of_who_reads_it() -> None:
    picture = graph(tasks=[task("proj.a.one")], calls=[call("proj.a.one")], reads=[read(name="proj.a.one", line=7)])

    (web,) = [node for node in picture.nodes if node.kind == "publisher"]
    assert ("reads a result", "get of proj.a.one") in [(fact.label, fact.text) for fact in web.facts]


def test_options_are_told_of_a_task() -> None:
    picture = graph(tasks=[task("proj.a.one", time_limit=60, bind=True)])

    facts = {fact.label: fact.text for fact in picture.node("task proj.a.one").facts}
    assert facts == {"task": "proj.a.one", "time_limit": "60"}
