"""Databases with Celery's tables of results."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

__all__ = ["with_tables"]


def with_tables(url: str) -> Engine:
    """An engine on the database of this URL, in which the tables are made, as Celery makes them."""
    from celery.backends.database.models import ResultModelBase, Task, TaskSet

    # A look at tables of other names leaves these in Celery's models.
    Task.configure()
    TaskSet.configure()
    engine = create_engine(url, poolclass=NullPool)
    ResultModelBase.metadata.create_all(engine)
    return engine
