"""The project. Its Celery app is made with it, so that `shared_task` finds it in the web process too."""

from shop.celery import app as celery_app

__all__ = ["celery_app"]
