"""A Python file in which names are replaced and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from celerykit.errors import UsageError
from celerykit.findings import Edit

if TYPE_CHECKING:
    import libcst

__all__ = ["NotThere", "Rewritable", "bare", "rewritable"]

_INSTALL = "--fix and --diff need libcst: pip install 'celerykit[fix]'"


class NotThere(Exception):
    """A file cannot be rewritten, or a name does not stand where it should."""


@dataclass(frozen=True, slots=True)
class Rewritable:
    """A parsed file. names: the names and the texts in it, by line (from 1) and column (from 0)."""

    module: libcst.Module
    names: Mapping[tuple[int, int], libcst.Name | libcst.SimpleString]

    def at(self, edit: Edit) -> libcst.Name | libcst.SimpleString:
        """What the edit renames. Raises NotThere where something else stands."""
        place = edit.place
        node = self.names.get((place.line, place.column - 1))
        if node is None or getattr(node, "raw_value", node.value) != bare(edit.old):
            raise NotThere(f"{edit.old} does not stand at {place.path}:{place.line}:{place.column}")
        return node

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The file with its names replaced. Raises NotThere as `at` does."""
        from libcst import CSTNode, CSTTransformer, Module, SimpleString

        new = {self.at(edit): edit.new for edit in edits}

        class Renaming(CSTTransformer):
            def on_leave(self, original_node: CSTNode, updated_node: CSTNode) -> CSTNode:  # type: ignore[override]
                if original_node not in new:
                    return updated_node
                text = new[original_node]  # type: ignore[index]
                if isinstance(original_node, SimpleString):
                    text = f"{original_node.prefix}{original_node.quote}{text}{original_node.quote}"
                return updated_node.with_changes(value=text)

        changed = self.module.visit(Renaming())
        assert isinstance(changed, Module)
        return changed.bytes


def rewritable(path: str, content: bytes) -> Rewritable:
    """The file, parsed. path: as in edits.

    Raises NotThere where it does not parse, UsageError where libcst is not installed.
    """
    try:
        import libcst
    except ImportError:
        raise UsageError(_INSTALL) from None
    from libcst.metadata import MetadataWrapper, PositionProvider

    try:
        wrapper = MetadataWrapper(libcst.parse_module(content), unsafe_skip_copy=True)
    except (libcst.ParserSyntaxError, UnicodeDecodeError):
        raise NotThere(f"{path} cannot be rewritten: libcst does not parse it") from None
    names = {
        (span.start.line, span.start.column): node
        for node, span in wrapper.resolve(PositionProvider).items()
        if isinstance(node, (libcst.Name, libcst.SimpleString))
    }
    return Rewritable(wrapper.module, names)


def bare(written: str) -> str:
    """A name without the quotes of the text in which it stands."""
    return written.strip("'\"")
