"""A picture as one HTML page that stands alone: searched, folded, followed from part to part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from celerykit.findings import SEVERITIES, Finding
from celerykit.graph.folding import folded_first, grouped
from celerykit.graph.model import Graph
from celerykit.graph.page.content import content, findings_of
from celerykit.graph.svg import number_of, picture
from celerykit.pages import escaped, page
from celerykit.values.secrets import hide_in_text

__all__ = ["html"]

_HERE = Path(__file__).parent
_STYLES = (_HERE.parent / "picture.css", _HERE / "page.css")
_SCRIPTS = tuple(_HERE / name for name in ("layout.js", "page.js", "details.js", "tools.js"))


def html(graphs: Sequence[Graph], *, remarks: Sequence[str] = ()) -> str:
    """The page, ending with a line end. remarks: a sentence for each thing that could not be looked at."""
    graphs = [grouped(graph) for graph in graphs]
    found = findings_of(graphs)
    drawn = [
        (graph, *picture(graph, folded_first(graph), prefix=f"a{n}-", foldable=True)) for n, graph in enumerate(graphs)
    ]
    title = ", ".join(graph.title for graph in graphs[:3]) + (" …" if len(graphs) > 3 else "")
    data = content([(graph, layout) for graph, _, layout in drawn], found)
    body = "\n".join([
        _top(title, found),
        '<main class="wide" id="pictures" tabindex="-1">',
        '<div class="board">',
        f'<div class="pictures">{"".join(_section(n, graph, svg) for n, (graph, svg, _) in enumerate(drawn))}</div>',
        _panel(),
        "</div>",
        _listed(graphs, found),
        _remarks(graphs, remarks),
        "</main>",
        '<p id="told" class="visually-hidden" role="status"></p>',
        '<footer class="wide foot soft small"><p>Written by <code>celerykit graph</code>.</p></footer>',
        f'<script type="application/json" id="content">{data}</script>',
    ])  # fmt: skip
    styles, scripts = ([path.read_text("utf-8") for path in paths] for paths in (_STYLES, _SCRIPTS))
    return page(title=f"{title} \u2013 celerykit", body=body, styles=styles, scripts=scripts)


def _top(title: str, found: Sequence[Finding]) -> str:
    return f"""<a class="skip" href="#pictures">Skip to the picture</a>
<header class="wide top">
<p class="kind">celerykit graph</p>
<h1>{escaped(title)}</h1>
<p class="soft">What sends tasks, which way they go, who runs them, and where their results are kept.</p>
<form class="tools screen" role="search" aria-label="Parts" hidden>
<div class="field search"><label for="search">Search all words</label>
<input id="search" type="search" placeholder=" " autocomplete="off" spellcheck="false" aria-keyshortcuts="/">
<kbd aria-hidden="true">/</kbd></div>
{_severities(found)}
<div class="field" role="group" aria-labelledby="view"><span id="view">Picture</span><div class="buttons">
<button type="button" data-fold="open">Open all</button>
<button type="button" data-fold="close">Close all</button>
<button type="button" data-zoom="out" aria-label="Smaller">&minus;</button>
<button type="button" data-zoom="in" aria-label="Larger">+</button>
<button type="button" data-zoom="fit" aria-pressed="false">Fit</button>
</div></div>
<p class="count"><span id="count" role="status"></span></p>
</form>
</header>"""


def _severities(found: Sequence[Finding]) -> str:
    counts = {one: sum(finding.severity == one for finding in found) for one in reversed(SEVERITIES)}
    buttons = "\n".join(
        f'<button type="button" class="severity {one}" data-severity="{one}" aria-pressed="false">'
        f"{one} <span>{count}</span></button>"
        for one, count in counts.items()
        if count
    )
    if not buttons:
        return ""
    return f"""<div class="field" role="group" aria-labelledby="severities"><span id="severities">Findings</span>
<div class="buttons">{buttons}</div></div>"""


def _section(number: int, graph: Graph, svg: str) -> str:
    return (
        f'<section class="app" aria-labelledby="app{number}"><h2 id="app{number}">{escaped(graph.title)}</h2>'
        f'<div class="canvas" data-app="{number}" tabindex="0" role="region" aria-label="Picture of'
        f' {escaped(graph.title)}">{svg}</div></section>'
    )


def _panel() -> str:
    return """<aside class="panel" id="panel" aria-label="Details">
<div id="legend">
<h2>How to read it</h2>
<ul role="list" class="legend">
<li><span class="swatch line-sure"></span>goes this way</li>
<li><span class="swatch line-perhaps"></span>perhaps: cannot be known without running</li>
<li><span class="swatch line-lost"></span>goes where no worker takes it</li>
<li><b class="error-text">E</b> error, <b class="warning-text">W</b> warning, <b class="info-text">i</b> info</li>
</ul>
<p class="screen soft small scripted-only">Choose a part to see its way and what is known of it. Arrow keys go from part
to part, Enter opens and folds a box, Escape goes back to the whole picture.</p>
</div>
<div id="details" hidden></div>
</aside>"""


def _listed(graphs: Sequence[Graph], found: Sequence[Finding]) -> str:
    """All findings as a list, for who does not see the picture; and those that belong to no part of it."""
    if not found:
        return ""
    items = "\n".join(_item(number, finding, graphs) for number, finding in enumerate(found))
    return f'<section class="found"><h2>Findings</h2>\n<ol role="list">\n{items}\n</ol></section>'


def _item(number: int, finding: Finding, graphs: Sequence[Graph]) -> str:
    where = f"<code>{escaped(str(finding.place))}</code>" if finding.place else escaped(finding.subject)
    parts = dict(_about(finding, graphs))
    listed = ", ".join(f'<span data-part="{name}">{escaped(title)}</span>' for name, title in parts.items())
    about = f'<p class="soft small">In the picture: {listed}</p>' if parts else ""
    return f"""<li class="finding {finding.severity}" data-finding="{number}">
<p><span class="badge {finding.severity}">{finding.severity}</span> <code>{finding.code}</code> {where}</p>
<p><bdi>{escaped(finding.message)}</bdi></p>
<p class="small">Cure: <bdi>{escaped(finding.fix)}</bdi></p>
{about}</li>"""


def _about(finding: Finding, graphs: Sequence[Graph]) -> Iterator[tuple[str, str]]:
    """The parts that a finding is about: the id of each in the page, and its title."""
    for number, graph in enumerate(graphs):
        name = number_of(graph)
        for node in graph.nodes:
            if finding in graph.findings.get(node.id, ()):
                yield f"a{number}-{name[node.id]}", node.title


def _remarks(graphs: Sequence[Graph], remarks: Sequence[str]) -> str:
    said = [f"{graph.title}: {note}" for graph in graphs for note in graph.notes]
    said += map(hide_in_text, remarks)
    if not said:
        return ""
    items = "".join(f"<li><bdi>{escaped(sentence)}</bdi></li>" for sentence in dict.fromkeys(said))
    return f'<section class="remarks"><h2>Besides</h2><ul>{items}</ul></section>'
