"""The pages as they are executed: their blocks, one after the other, in a folder of the page's own.

A fenced block of these kinds is run, unless a comment in front of it says otherwise:

- `console`: each line behind `$ ` is a command of one shell; what it prints in a terminal is what the page shows.
- `pycon`: what Python shows, as doctest compares it. `python`: a program that must end well.

`...` stands for any text. A command that ends in `&` runs until its block ends.

Comments in front of a block: `<!-- file: NAME -->` makes it a file of the page's folder; `<!-- servers -->` has it run
on real servers, in place of those on localhost; `<!-- not run: REASON -->`.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.docs.terminal import in_terminal

__all__ = ["PAGES", "Block", "blocks_of", "run"]

ROOT = Path(__file__).parents[2]
EXECUTED = frozenset({"console", "pycon", "python"})

_GENERATED = re.compile(r"docs/(settings|cli|intents|shipped-profiles|rules/.*)\.md")
_FENCE = re.compile(
    r"(?:^<!--[ ](?P<comment>.+?)[ ]-->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE | re.VERBOSE
)

PAGES = tuple(
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if not _GENERATED.fullmatch(path.relative_to(ROOT).as_posix())
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page. line: of its fence. comment: what the comment in front of it says."""

    kind: str
    text: str
    line: int
    comment: str = ""

    @property
    def file(self) -> str:
        """The file that it is, "" for none."""
        return self.comment.removeprefix("file: ") if self.comment.startswith("file: ") else ""

    @property
    def servers(self) -> bool:
        """Whether it needs servers."""
        return self.comment == "servers"

    @property
    def executed(self) -> bool:
        """Whether it is run."""
        return self.kind in EXECUTED and not self.file and not self.comment.startswith("not run: ")


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(found["kind"], found["text"], text.count("\n", 0, found.start()) + 1, found["comment"] or "")
        for found in _FENCE.finditer(text)
    ]


def run(page: Path, folder: Path, *, servers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a page's blocks in the folder; what differs from the page, a text each.

    servers: URLs in place of the ones on localhost; without them the blocks that need servers are passed over.
    """
    for block in blocks_of(page):
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_placed(block.text, servers), encoding="utf-8")
        elif block.executed and (servers is not None or not block.servers):
            for difference in _differences(block, folder, servers):
                yield f"{page.name}:{block.line}: {difference}"


def _differences(block: Block, folder: Path, servers: Mapping[str, str] | None) -> Iterator[str]:
    if block.kind == "console":
        asked = list(_commands(block.text))
        said = in_terminal([_placed(command, servers) for command, _ in asked], folder)
        for (command, wanted), got in zip(asked, said, strict=True):
            yield from _compared(command, wanted, _back(got, servers))
        return
    script = folder / f"block_{block.line}.{'txt' if block.kind == 'pycon' else 'py'}"
    script.write_text(_placed(block.text, servers), encoding="utf-8")
    start = "python -W error" if block.kind == "python" else "python -W error -m doctest -o ELLIPSIS"
    (said_of_it,) = in_terminal([f"{start} {script.name} && echo it ended well"], folder)
    script.unlink()
    if not said_of_it.endswith("it ended well\n"):
        yield said_of_it


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it prints. A line that ends in a backslash goes on."""
    command, output, continued = "", "", False
    for line in text.splitlines(keepends=True):
        if continued:
            command += line
        elif line.startswith("$ "):
            if command:
                yield command.rstrip("\n"), output
            command, output = line.removeprefix("$ "), ""
        else:
            output += line
            continue
        continued = line.endswith("\\\n")
    yield command.rstrip("\n"), output


def _compared(command: str, wanted: str, got: str) -> Iterator[str]:
    checker = doctest.OutputChecker()
    if not checker.check_output(wanted.strip("\n") + "\n", got.strip("\n") + "\n", doctest.ELLIPSIS):
        yield f"$ {command}\n  the page shows\n{wanted}\n  it says\n{got}"


def _placed(text: str, servers: Mapping[str, str] | None) -> str:
    """The text with the servers of this run."""
    for local, real in (servers or {}).items():
        text = text.replace(local, real)
    return text


def _back(text: str, servers: Mapping[str, str] | None) -> str:
    for local, real in (servers or {}).items():
        text = text.replace(real, local)
    return text
