"""All that says how the programs of a folder are run, file by file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from celerykit.reading.deployment import compose_files, dockerfiles, kubernetes, makefiles, procfiles, scripts, units
from celerykit.reading.deployment.command_lines import SIGNS
from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.launched import Launches
from celerykit.reading.deployment.parts import Part
from celerykit.reading.deployment.sheets import Sheet
from celerykit.reading.deployment.yaml_nodes import documents
from celerykit.reading.sources import Program

__all__ = ["gathered"]

# Started where the text cannot be read otherwise: a template, YAML that does not parse.
_STARTS = re.compile(r"\bcelery\b[^\n]*?\b(?:worker|beat|multi)\b|\bcelery[\"',\s]+-A\b")
_COMPOSE = re.compile(r"(docker-)?compose\b")
_APP = re.compile(
    r"""celery["',\s]+(?:(?!\bcelery\b)[^\n;|&])*?(?:-A["',\s]*|--app["',=\s]+)["']?([A-Za-z_][\w.]*)(?::\w+)?"""
)


def gathered(folder: Path, program: Program) -> Launches:
    """All that the files in a folder, and below, start. Files that could not be read are added to the program's."""
    gathering = _Gathering(Files(program, folder))
    gathering.gather()
    part = gathering.part
    named = tuple(dict.fromkeys(gathering.named))
    images = {image.place: image for image in part.images}
    return Launches(tuple(part.launched), tuple(images.values()), named, part.complete and not gathering.lost)


class _Gathering:
    def __init__(self, files: Files) -> None:
        self.files = files
        self.part = Part()
        self.named: list[str] = []
        self.lost = False

    def gather(self) -> None:
        """Services first: the scripts and the images that they start are theirs."""
        for sheet in self._yamls():
            self._yaml(sheet)
        for kind, read in _READERS:
            for sheet in list(self.files.of(kind, _SIGNS_OF.get(kind, SIGNS))):
                if sheet.file not in self.files.followed:
                    self.part.add(read(sheet, self.files))
        for sheet in self.files.of("template", ("celery",)):
            self._lost(sheet, "a template")

    def _yamls(self) -> Iterator[Sheet]:
        """Those that mention Celery, or what starts it: a script by its name, an image that nobody else names."""
        names = {sheet.file.name for sheet in self.files.of("script", ("celery",))}
        signs = (*SIGNS, *sorted(name for name in names if len(name) > len("x.sh")))
        starts = bool(names) or any(self.files.of("dockerfile"))
        yield from self.files.of("yaml", lambda file: ("",) if starts and _COMPOSE.match(file.name) else signs)

    def _yaml(self, sheet: Sheet) -> None:
        every = documents(sheet)
        if every is None:
            self._lost(sheet, "a template" if "{{" in sheet.text else "not YAML")
            return
        for document in every:
            if compose_files.services(document):
                self.part.add(compose_files.read(sheet, document, self.files))
            else:
                self.part.add(kubernetes.read(document, self.files))

    def _lost(self, sheet: Sheet, why: str) -> None:
        if _STARTS.search(sheet.text):
            self.lost = True
            self.named += _APP.findall(sheet.text)
            self.files.program.unread.append(f"{sheet.path}: {why}, so what it starts is not known")


_READERS: tuple[tuple[str, Callable[[Sheet, Files], Part]], ...] = (
    ("procfile", procfiles.read),
    ("systemd", units.of_systemd),
    ("supervisor", units.of_supervisor),
    ("dockerfile", dockerfiles.read),
    ("script", scripts.read),
    ("makefile", makefiles.read),
)
# Scripts that start Celery are found by their names, whatever else these files say.
_SIGNS_OF = {"procfile": ("",), "supervisor": ("[program:",)}
