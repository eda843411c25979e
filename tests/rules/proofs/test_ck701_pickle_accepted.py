from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads

PICKLE = "application/x-python-serialize"


class Trap:
    """Makes a folder when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.folder),)


def test_reading_a_message_runs_what_its_writer_wanted(tmp_path: Path) -> None:
    message = pickle.dumps(Trap(tmp_path / "proof"))
    loads(message, PICKLE, "binary", accept={PICKLE})
    assert (tmp_path / "proof").is_dir()


def test_it_is_refused_where_it_is_not_accepted(tmp_path: Path) -> None:
    message = pickle.dumps(Trap(tmp_path / "proof"))
    with pytest.raises(ContentDisallowed):
        loads(message, PICKLE, "binary", accept={"application/json"})
    assert not (tmp_path / "proof").exists()
