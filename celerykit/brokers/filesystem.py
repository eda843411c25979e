"""A folder as a broker: kombu/transport/filesystem.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.brokers.embedded import POLLING, Embedded
from celerykit.intents import Intents, Option

__all__ = ["Filesystem"]


class Filesystem(Embedded):
    """A file a message. kombu's own polling of once a second is left alone.

    The quicker it polls, the likelier it reads a file that is still being written: the worker then dies of a
    JSONDecodeError (seen in one of seven runs at 0.02 s).
    """

    name = "filesystem"
    title = "the filesystem broker"
    schemes = ("filesystem",)
    options: ClassVar[Mapping[str, Option]] = {
        **POLLING,
        "control_folder": Option("string", "control", "folder of the table of exchanges"),
        "data_folder_in": Option("string", "data_in", "folder from which messages are read"),
        "data_folder_out": Option("string", "data_out", "folder to which messages are written"),
        "processed_folder": Option("string", "processed", "where messages go when store_processed is set"),
        "store_processed": Option("bool", False, "whether messages are kept once they are read"),
    }

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """One folder for both directions, which is there: kombu's defaults differ, and it makes neither."""
        given = settings.get("broker_transport_options")
        chosen = given if isinstance(given, Mapping) else {}
        folders = [chosen.get(key, self.options[key].default) for key in ("data_folder_in", "data_folder_out")]
        if folders[0] != folders[1]:
            now = f"now messages are written to {folders[1]} and read from {folders[0]}"
            return (f"data_folder_in and data_folder_out name the same existing folder: {now}",)
        return (f"a folder {folders[0]} that exists",)
