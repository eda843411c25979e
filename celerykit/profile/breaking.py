"""What an explicit value breaks: the notes on values that take the place of what an intent became."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.profile.config import Note
from celerykit.profile.layers import Cell, said
from celerykit.values.secrets import shown

__all__ = ["broken"]

# Intents that promise something of tasks or secrets. A value that breaks one is a warning; of the others, who says a
# value of his own means it.
_GUARDS = frozenset({"delivery", "recover_within", "replicated", "tls", "tls_ca", "tls_certificate", "tls_key"})


def broken(name: str, before: Cell | None, cell: Cell) -> Iterator[Note]:
    """A note for each value of the cell that stands where `before` has another from an intent. name: the setting's."""
    lower = dict(said(before)) if before is not None else {}
    for key, upper in said(cell):
        compiled = lower.get(key)
        if compiled is None or compiled.source.kind != "intent" or upper.level < compiled.level:
            continue
        if upper.value == compiled.value:
            continue
        intent = compiled.source.name.partition(" (")[0]
        guards = not _GUARDS.isdisjoint(intent.split(", "))
        setting = ".".join((name, *key))
        text = f"{setting} is {shown(upper.value)}, where the intent {intent} would make it {shown(compiled.value)}"
        yield Note("warning" if guards else "info", setting, text, upper.source)
