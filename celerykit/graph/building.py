"""From a project and what was found wrong with it to a picture's content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from celerykit.findings import Finding, Label
from celerykit.graph.concerns import attach, draw_places
from celerykit.graph.drawing import Drawing
from celerykit.graph.model import Edge, Fact, Graph, Node
from celerykit.graph.program import draw_publishers, draw_tasks
from celerykit.graph.running import draw_running
from celerykit.graph.schedule import draw_schedule
from celerykit.graph.traffic import draw_traffic
from celerykit.graph.workers import draw_results, draw_workers
from celerykit.project import Project
from celerykit.values.secrets import hide_in_text

if TYPE_CHECKING:
    from celerykit.live.running import Running

__all__ = ["graph_of"]


def graph_of(project: Project, findings: Iterable[Finding] = (), *, running: Running | None = None) -> Graph:
    """The picture of one app, with the findings at the parts that they are about. No text in it holds a secret.

    running: what was seen of it running, None where nobody looked.
    """
    drawing = Drawing()
    draw_tasks(project, drawing)
    draw_publishers(project, drawing)
    draw_schedule(project, drawing)
    draw_traffic(project, drawing)
    draw_workers(project, drawing)
    draw_results(project, drawing)
    if running:
        draw_running(running, drawing)
    draw_places(project, drawing)
    subjects = {"", project.app, hide_in_text(project.config.subject)}
    found, beside = attach(map(_without_secrets, findings), drawing, subjects=subjects)
    return Graph(
        hide_in_text(project.app or project.config.subject or "a program"),
        project.app_place.path if project.app_place else "",
        tuple(map(_hidden, drawing.nodes.values())),
        tuple(Edge(edge.start, edge.end, hide_in_text(edge.label), edge.known) for edge in drawing.edges.values()),
        found,
        beside,
        tuple(_notes(project)),
    )


def _notes(project: Project) -> Iterable[str]:
    if project.config["task_always_eager"].value:
        yield "task_always_eager is on: tasks run where they are called, and reach no queue"
    if not project.tasks_complete and project.tasks:
        yield "there may be more tasks than were seen"
    if not project.config.complete:
        yield "not all settings are known"


def _hidden(node: Node) -> Node:
    facts = tuple(Fact(fact.label, hide_in_text(fact.text), fact.place) for fact in node.facts)
    return replace(node, title=hide_in_text(node.title), note=hide_in_text(node.note), facts=facts)


def _without_secrets(finding: Finding) -> Finding:
    return replace(
        finding,
        message=hide_in_text(finding.message),
        fix=hide_in_text(finding.fix),
        subject=hide_in_text(finding.subject),
        label=hide_in_text(finding.label),
        related=tuple(Label(each.place, hide_in_text(each.text)) for each in finding.related),
    )
