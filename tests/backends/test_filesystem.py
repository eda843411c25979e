from __future__ import annotations

from celerykit.backends.filesystem import Filesystem
from celerykit.intents import Intents
from tests.backends.contract import BackendContract


class TestFilesystem(BackendContract):
    backend = Filesystem()
    url = "file:///var/results"

    def test_needs_the_folder_which_celery_does_not_make(self) -> None:
        assert any("folder" in need for need in Filesystem().needs(Intents(results="poll")))
