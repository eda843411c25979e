from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from sqlalchemy.pool import NullPool, QueuePool

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")


def engine(app: Celery, *, forked: bool) -> Any:
    """The engine that Celery makes in a process, a child of a prefork worker or another one."""
    manager = app.backend.session_manager
    manager.forked = forked
    return manager.get_engine(app.backend.url, **app.backend.engine_options)


def test_a_word_that_it_does_not_know_raises(tmp_path: Path) -> None:
    settings: Any = {"database_engine_options": {"connect_timeout": 5}}
    url = f"db+sqlite:///{tmp_path}/r.db"
    with client(result_backend=url, **settings) as app, pytest.raises(TypeError, match="Invalid argument"):
        app.backend.store_result("some-id", 4, "SUCCESS")


def test_a_pool_is_kept_in_forked_processes_only(tmp_path: Path) -> None:
    options = {"pool_size": 7, "max_overflow": 1}
    url = f"db+sqlite:///{tmp_path}/r.db"
    with client(result_backend=url, database_engine_options=options, database_create_tables_at_setup=False) as app:
        kept, dropped = engine(app, forked=True), engine(app, forked=False)
        assert (type(kept.pool), kept.pool.size()) == (QueuePool, 7)
        assert type(dropped.pool) is NullPool


def test_what_is_set_replaces_the_defaults() -> None:
    with client() as plain, client(database_engine_options={"echo": True}) as other:
        assert plain.conf.database_engine_options == {"pool_pre_ping": True, "pool_recycle": 3600}
        assert other.conf.database_engine_options == {"echo": True}
