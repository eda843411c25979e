"""A page that stands alone in one file: what the report and the graph have in common.

It asks for nothing, and its own policy forbids it to: styles and scripts are those written here, known by their hashes.
So elements carry no style attributes and no handlers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from celerykit.pages.markup import escaped

__all__ = ["escaped", "page", "shared"]


@cache
def shared(name: str) -> str:
    """A style or script that lies beside this module: `base.css`, `base.js`, for every page."""
    return Path(__file__).with_name(name).read_text("utf-8")


def page(*, title: str, body: str, styles: Sequence[str] = (), scripts: Sequence[str] = ()) -> str:
    """The whole page, ending with a line end; of ASCII alone, so that no encoding on its way can spoil it.

    title: plain text. body: HTML, what it quotes being `escaped`. styles, scripts: texts that come after those shared
    by all pages. The scripts are one module: what `base.js` defines is there.
    """
    style = "".join([shared("base.css"), *styles])
    script = "".join([shared("base.js"), *scripts])
    written = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="celerykit">
<link rel="icon" href="data:,">
<title>{escaped(title)}</title>
<style>{style}</style>
</head>
<body>
{body}
<script type="module">{script}</script>
</body>
</html>
"""
    return written.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, sent or framed, and no text may become markup."""
    return "; ".join(
        [
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "img-src data:",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _digest(text: str) -> str:
    from base64 import b64encode  # start-up: other formats need neither
    from hashlib import sha256

    # A character reference has no meaning in a style or a script.
    return f"sha256-{b64encode(sha256(text.encode('ascii')).digest()).decode('ascii')}"
