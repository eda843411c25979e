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
