"""YAML with places: its nodes, aliases and merges followed, without making objects of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celerykit.project import Value
from celerykit.reading.deployment.expansions import expanded
from celerykit.reading.deployment.sheets import Sheet, Word, value_of

__all__ = ["Yaml", "documents"]


class Yaml:
    """A node: a mapping, a list, or a text. Whatever is asked of one that it is not, is empty."""

    __slots__ = ("node", "sheet")

    def __init__(self, node: Any, sheet: Sheet) -> None:
        self.node = node
        self.sheet = sheet

    def __getitem__(self, key: str) -> Yaml:
        """What stands under a key; a node that is nothing where there is none."""
        return self.keys().get(key) or Yaml(None, self.sheet)

    def __bool__(self) -> bool:
        return self.node is not None and not self.null

    @property
    def null(self) -> bool:
        """Whether it is written, and null."""
        return bool(self.node is not None and self.node.tag == "tag:yaml.org,2002:null")

    def keys(self) -> dict[str, Yaml]:
        """Of a mapping, what stands under each key, merges (`<<`) among them."""
        return self._keys(set())

    def _keys(self, seen: set[int]) -> dict[str, Yaml]:
        if self.node is None or self.node.id != "mapping" or id(self.node) in seen:
            return {}
        # What is merged twice says nothing new, and a mapping may be merged into itself.
        seen.add(id(self.node))
        merged: dict[str, Yaml] = {}
        own: dict[str, Yaml] = {}
        for key, value in self.node.value:
            inner = Yaml(value, self.sheet)
            if key.id == "scalar" and key.value == "<<":
                for base in (inner, *inner.items()):
                    merged = {**base._keys(seen), **merged}
            elif key.id == "scalar":
                own[key.value] = inner
        return {**merged, **own}

    def items(self) -> list[Yaml]:
        """Of a list, what stands in it."""
        if self.node is None or self.node.id != "sequence":
            return []
        return [Yaml(item, self.sheet) for item in self.node.value]

    def word(self) -> Word | None:
        """Of a text or a number, what is written."""
        if self.node is None or self.node.id != "scalar" or self.null:
            return None
        start = self.sheet.offset(self.node.start_mark.line, self.node.start_mark.column)
        end = self.sheet.offset(self.node.end_mark.line, self.node.end_mark.column)
        if self.node.style in {"'", '"'}:
            start, end = start + 1, max(end - 1, start + 1)
        return Word(self.node.value, self.sheet, start, end)

    @property
    def text(self) -> str:
        """The text, "" for what is none."""
        word = self.word()
        return word.text if word else ""

    def value(self, converted: object = None, *, name: str = "") -> Value | None:
        """The text as a value, its expansions in place; None for what is no text."""
        word = self.word()
        return value_of(expanded(word), converted, name=name) if word else None

    def below(self) -> Iterator[Yaml]:
        """It and all mappings that it holds, each once."""
        seen: set[int] = set()
        waiting: list[Yaml] = [self]
        while waiting:
            each = waiting.pop()
            if each.node is None or id(each.node) in seen:
                continue
            seen.add(id(each.node))
            if each.node.id == "mapping":
                yield each
            waiting += reversed([*each.keys().values(), *each.items()])


def documents(sheet: Sheet) -> list[Yaml] | None:
    """The documents of a file; None where it does not parse."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [Yaml(node, sheet) for node in yaml.compose_all(sheet.text, loader) if node is not None]
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
