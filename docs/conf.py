"""How Sphinx builds the documentation: `make docs`. It needs no network."""

from importlib.metadata import version as installed

project = "celerykit"
release = version = installed("celerykit")

extensions = ["myst_parser"]
exclude_patterns = ["_build", "generators"]
# A link to a heading of another page: [text](page.md#heading).
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"celerykit {release}"
html_show_copyright = False


def setup(app):
    """Sphinx calls it."""
    app.connect("doctree-read", _only_in_its_index)


def _only_in_its_index(app, _):
    """A rule is in no sidebar: two hundred links would be most of every page, and take most of the build's time."""
    if app.env.docname.startswith("rules/CK"):
        app.env.metadata[app.env.docname]["orphan"] = True
