"""A profile and those that it extends."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.errors import ConfigurationError, Problem
from celerykit.profile.document import Document, read_document
from celerykit.profile.find import SHIPPED, Found, find_profile

__all__ = ["lineage"]


def lineage(found: Found, env: Mapping[str, str]) -> list[Document]:
    """The profile's documents, the eldest ancestor first.

    A profile that extends its own name means the shipped one of that name, which it shadows.
    Raises ConfigurationError for a circle of `extends`, or an ancestor that is not found or not right.
    """
    documents: list[Document] = []
    paths = {}
    while True:
        key = found.path.resolve()
        if key in paths:
            raise ConfigurationError([_circle(documents, found)])
        paths[key] = found
        document = read_document(found.path, name=found.name, shown=found.shown)
        documents.append(document)
        parent = document.data.get("extends")
        if parent is None:
            return documents[::-1]
        found = _parent(document, str(parent), env)


def _parent(document: Document, name: str, env: Mapping[str, str]) -> Found:
    wanted = f"{SHIPPED}{name}" if name == document.name else name
    try:
        return find_profile(wanted, env)
    except ConfigurationError as error:
        source = str(document.source("extends"))
        raise ConfigurationError(
            Problem("extends", f"{name}: {problem.fact}", source, problem.cure) for problem in error.problems
        ) from None


def _circle(documents: list[Document], again: Found) -> Problem:
    names = [document.name for document in documents] + [again.name]
    circle = names[names.index(again.name) :]
    last = documents[-1]
    fact = f"the profiles extend each other in a circle: {' → '.join(circle)}"
    return Problem("extends", fact, str(last.source("extends")), "take one `extends` out")
