"""The picture on the page about pictures, drawn from the files that the page shows."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from celerykit.engine.plan import plan_run
from celerykit.engine.run import projects_of, report_on
from celerykit.graph import draw, graph_of

_FILE = re.compile(r"^<!-- file: (?P<name>\S+) -->\n```\w+\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def files(root: Path) -> dict[Path, str]:
    """The picture, by its path."""
    page = (root / "docs" / "graph.md").read_text("utf-8")
    with TemporaryDirectory() as folder:
        for found in _FILE.finditer(page):
            path = Path(folder, found["name"])
            path.parent.mkdir(exist_ok=True)
            path.write_text(found["text"], "utf-8")
        plan = plan_run(root=Path(folder))
        projects, not_checked = projects_of(plan, static=True)
        findings = report_on(projects, plan, not_checked).findings
        return {root / "docs" / "graph.svg": draw("svg", [graph_of(project, findings) for project in projects])}
